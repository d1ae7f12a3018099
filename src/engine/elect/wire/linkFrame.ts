import type { InstanceStatus } from '../../../protocol/instances';
import { isInstance, isKind, isPid } from '../claims/claim';
import type { Typed } from './serialized';

/** What leader and follower say to each other about their link, beside what is said to and by the engine. */
export type LinkFrame =
  /** From the leader each 500 ms, so that followers know that it lives. */
  | { readonly type: 'heartbeat' }
  /** Asks for a heartbeat now. */
  | { readonly type: 'ping' }
  /** The follower would rather lead: it is `wirthforge serve`, or of a newer version. */
  | { readonly type: 'handOver' }
  /** The leader ends, cleanly; `next` is the instance that the others are to wait for. */
  | { readonly type: 'bye'; readonly next?: string }
  /** Who shares the engine. */
  | { readonly type: 'instances'; readonly instances: readonly InstanceStatus[] };

const mostInstances = 1000;

/** What the other side said about the link; undefined for what this version does not know, or what is damaged. */
export function linkFrameOf(told: Typed): LinkFrame | undefined {
  switch (told.type) {
    case 'heartbeat':
    case 'ping':
    case 'handOver':
      return { type: told.type };
    case 'bye':
      return 'next' in told && isInstance(told.next) ? { type: 'bye', next: told.next } : { type: 'bye' };
    case 'instances':
      return 'instances' in told && Array.isArray(told.instances) ? instancesFrame(told.instances) : undefined;
    default:
      return undefined;
  }
}

function instancesFrame(told: readonly unknown[]): LinkFrame {
  return { type: 'instances', instances: told.slice(0, mostInstances).flatMap((value) => instanceOf(value) ?? []) };
}

function instanceOf(value: unknown): InstanceStatus | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { instance, window, pid, role, kind, since } = value as Partial<Record<keyof InstanceStatus, unknown>>;
  if (!isInstance(instance) || !isPid(pid) || !isKind(kind)) return undefined;
  if (role !== 'leader' && role !== 'follower') return undefined;
  if (typeof since !== 'number' || !Number.isFinite(since)) return undefined;
  return { instance, pid, role, kind, since, ...(typeof window === 'string' ? { window } : {}) };
}
