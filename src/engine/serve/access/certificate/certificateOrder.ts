/** What the thread that makes a certificate is told. */
export interface CertificateOrder {
  /** Host names and addresses that it is for. */
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

/** What it answers, PEM. */
export interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
}
