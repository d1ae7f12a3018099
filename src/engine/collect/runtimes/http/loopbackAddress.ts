/** Where a runtime listens, checked to be this machine. */
export interface LoopbackAddress {
  /** `localhost` stands for both loopback addresses; no name is ever looked up. */
  readonly host: string;
  readonly port: number;
  /** What comes before every path: empty, or a path without a slash at its end. */
  readonly prefix: string;
  readonly url: string;
}

export type AddressCheck = { readonly address: LoopbackAddress } | { readonly reason: string };

const maxUrlCharacters = 256;

/** Reads a runtime's URL and refuses everything that is not plain HTTP on this machine's loopback interface. */
export function readLoopbackAddress(text: string): AddressCheck {
  if (text.length > maxUrlCharacters || !URL.canParse(text)) return { reason: 'is not a URL' };
  const url = new URL(text);
  if (url.protocol !== 'http:') return { reason: 'is not a plain http:// address, and only those are read' };
  if (url.username !== '' || url.password !== '') return { reason: 'holds a user name or password, which is not sent' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!isLoopback(host)) return { reason: 'is not on this machine; only 127.0.0.0/8, ::1 and localhost are read' };
  const prefix = url.pathname.replace(/\/+$/, '');
  return { address: { host, port: Number(url.port || 80), prefix, url: `http://${url.host}${prefix}` } };
}

/** A URL as it is shown and logged: without a user name or password. */
export function shownUrl(text: string): string {
  // Where it cannot be read, what stands before the last @ may be one.
  if (!URL.canParse(text)) return text.replace(/\/\/.*@/s, '//');
  const url = new URL(text);
  if (url.username === '' && url.password === '') return text;
  url.username = url.password = '';
  return url.href;
}

/** Whether a host, as `URL` writes it (IPv4 in dotted form), cannot leave this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
