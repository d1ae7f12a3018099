import type { InstanceStatus } from '../../../protocol/instances';

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
