import type { InstanceKind } from '../../../protocol/instances';

/** What a process says when it takes an epoch. The one with the highest epoch leads, as long as it is alive. */
export interface Claim {
  /** From 1; grows with every claim. */
  readonly epoch: number;
  readonly instance: string;
  readonly pid: number;
  readonly role: InstanceKind;
  /** Where it listens: path of a socket, or name of a pipe. */
  readonly address: string;
  /** Since when it listens, ms since 1970. */
  readonly since: number;
  /** Of the monitor. */
  readonly version: string;
}

export const mostEpoch = 99_999_999;
export const mostClaimBytes = 4096;
const fileName = /^(\d{8})\.json$/;
const instanceForm = /^[A-Za-z0-9_-]{16}$/;

export function claimFile(epoch: number): string {
  return `${String(epoch).padStart(8, '0')}.json`;
}

/** The epoch that a file's name tells; undefined for what is no claim. */
export function epochOfFile(name: string): number | undefined {
  const digits = fileName.exec(name)?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}

export function isInstance(value: unknown): value is string {
  return typeof value === 'string' && instanceForm.test(value);
}

export function isKind(value: unknown): value is InstanceKind {
  return value === 'window' || value === 'serve' || value === 'tool';
}

export function isPid(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** undefined when the text is no claim of that epoch. The address is not judged. */
export function parseClaim(text: string, epoch: number): Claim | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // A text that is no JSON is no claim, which is all there is to say about it.
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { instance, pid, role, address, since, version, epoch: told } = value as Partial<Record<keyof Claim, unknown>>;
  if (told !== epoch || !isInstance(instance) || !isPid(pid) || !isKind(role)) return undefined;
  if (typeof address !== 'string' || typeof version !== 'string') return undefined;
  if (typeof since !== 'number' || !Number.isFinite(since)) return undefined;
  return { epoch, instance, pid, role, address, since, version };
}
