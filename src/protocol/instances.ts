/** What a process takes part in the election as: a window of the editor, `wirthforge serve`, or a verb that writes. */
export type InstanceKind = 'window' | 'serve' | 'tool';

/** One process that shares the engine of a data folder. */
export interface InstanceStatus {
  /** Made up at its start; 16 characters of base64url. */
  readonly instance: string;
  /** What people call it: the name of a window's workspace, or the one that a `serve` was given. */
  readonly window?: string;
  readonly pid: number;
  readonly role: 'leader' | 'follower';
  readonly kind: InstanceKind;
  /** Since when it leads or follows, ms since 1970. */
  readonly since: number;
}
