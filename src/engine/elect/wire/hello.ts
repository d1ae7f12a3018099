import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { InstanceKind } from '../../../protocol/instances';
import { cleanText } from '../../cleanText';
import { isInstance, isKind, isPid } from '../claims/claim';
import { headerBytes, writeHeader } from './frames';

/** Version of what is said over the link. Who speaks a newer one leads. */
export const linkProtocol = 1;

/** Who talks, as the other side is told. */
export interface Introduction {
  readonly protocol: number;
  readonly instance: string;
  readonly pid: number;
  readonly role: InstanceKind;
  /** What people call the window. */
  readonly window?: string;
  readonly version: string;
}

/** The first words of a follower. */
export interface Hello extends Introduction {
  /** 32 random bytes in base64url that the leader's proof is about. */
  readonly nonce: string;
}

/** The leader's answer, with its own nonce and its proof. */
export interface HelloBack extends Hello {
  readonly epoch: number;
  /** Since when it leads, ms since 1970. */
  readonly since: number;
  readonly proof: string;
}

/** The follower's proof. */
export interface Proof {
  readonly proof: string;
}

/** Why a leader does not talk to somebody, before or after the proof. */
export type Refusal = 'busy' | 'full' | 'older';
export type Verdict = { readonly welcome: true } | { readonly refused: Refusal };

const refusals: readonly unknown[] = ['busy', 'full', 'older'] satisfies Refusal[];
const secretForm = /^[A-Za-z0-9_-]{43}$/;
const mostWindowCharacters = 100;
const mostVersionCharacters = 40;

export function newNonce(): string {
  return randomBytes(32).toString('base64url');
}

/** What shows that `side` knows the key. The sides differ, so that nobody can be shown its own proof. */
export function proofOf(key: string, side: 'leader' | 'follower', nonces: readonly [string, string]): string {
  return createHmac('sha256', key)
    .update(`${side} ${nonces.join(' ')}`)
    .digest('base64url');
}

export function isSameProof(told: string, wanted: string): boolean {
  return told.length === wanted.length && timingSafeEqual(Buffer.from(told, 'latin1'), Buffer.from(wanted, 'latin1'));
}

/** A whole frame. JSON, since whoever has proved nothing is given nothing more powerful to have parsed. */
export function packHello(value: Hello | HelloBack | Proof | Verdict): Buffer {
  const body = Buffer.from(JSON.stringify(value));
  const frame = Buffer.allocUnsafe(headerBytes + body.length);
  writeHeader(frame, body.length);
  body.copy(frame, headerBytes);
  return frame;
}

export function parseHello(frame: Buffer): Hello | undefined {
  const fields = fieldsOf(frame);
  if (!fields) return undefined;
  const { protocol, instance, pid, role, window, version, nonce } = fields;
  if (!isCount(protocol) || !isInstance(instance) || !isPid(pid) || !isKind(role)) return undefined;
  if (typeof version !== 'string' || !isSecret(nonce)) return undefined;
  const name = typeof window === 'string' ? cleanText(window, mostWindowCharacters) : '';
  return {
    ...{ protocol, instance, pid, role, nonce },
    version: cleanText(version, mostVersionCharacters),
    ...(name === '' ? {} : { window: name }),
  };
}

export function parseHelloBack(frame: Buffer): HelloBack | undefined {
  const hello = parseHello(frame);
  const { epoch, since, proof } = fieldsOf(frame) ?? {};
  if (!hello || !isCount(epoch) || !isSecret(proof)) return undefined;
  if (typeof since !== 'number' || !Number.isFinite(since)) return undefined;
  return { ...hello, epoch, since, proof };
}

export function parseProof(frame: Buffer): Proof | undefined {
  const { proof } = fieldsOf(frame) ?? {};
  return isSecret(proof) ? { proof } : undefined;
}

export function parseVerdict(frame: Buffer): Verdict | undefined {
  const { welcome, refused } = fieldsOf(frame) ?? {};
  if (welcome === true) return { welcome };
  return isRefusal(refused) ? { refused } : undefined;
}

function isRefusal(value: unknown): value is Refusal {
  return refusals.includes(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isSecret(value: unknown): value is string {
  return typeof value === 'string' && secretForm.test(value);
}

function fieldsOf(frame: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(frame.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    // Whatever talks here is none of ours; that is all that the caller needs to know.
    return undefined;
  }
}
