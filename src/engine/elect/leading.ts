import type { FromEngine, ToEngine } from '../../protocol/engineLink';
import type { InstanceKind, InstanceStatus } from '../../protocol/instances';
import type { Log } from '../log';
import type { Fence } from './fence';

/** The right to run the engine of a data folder, until {@link Leading.stop} is called. */
export interface Leadership {
  /** Asked between flushing and acknowledging, and before anything is published. */
  readonly fence: Fence;
  /** Between the moment in which the last leader was missed and this one, ms; undefined when none was missed here. */
  readonly takeoverMs: number | undefined;
}

/**
 * Why a leader ends: its process does; another one asked to lead; or another one leads already. One that is superseded
 * acknowledges nothing more and writes nothing more.
 */
export type EndOfLeading = 'stopped' | 'handedOver' | 'superseded';

/** Whom a leader hears, and who hears it. */
export interface Follower {
  readonly instance: string;
  readonly pid: number;
  readonly kind: InstanceKind;
  readonly window?: string;
}

/** What one follower says to the engine. */
export interface FollowerDesk {
  /** Must check what it is told: the follower is another process. */
  receive(message: ToEngine): void;
  /** The follower is gone. */
  close(): void;
}

/** What leads: an engine and those who talk to it. */
export interface Leading {
  /**
   * A follower came. Without it there is no engine to talk to, and followers wait until the leader ends.
   * @param post Never blocks and never throws; rows of a follower that lags behind are dropped, the newest stay.
   */
  attach?(follower: Follower, post: (message: FromEngine) => void): FollowerDesk;
  /** Ends when nothing is written any more and every port is closed. */
  stop(reason: EndOfLeading): Promise<void>;
}

/** How a process takes part at the moment. `reason` is for people: what happened, what it means, what to do. */
export type MemberState =
  /** It looks for the leader, or for whether there is one. */
  | { readonly kind: 'seeking' }
  | { readonly kind: 'leading'; readonly epoch: number; readonly fence: Fence }
  | { readonly kind: 'following'; readonly epoch: number; readonly leader: InstanceStatus }
  /** There is no engine for it at the moment: a tool writes, another version leads, or the folder cannot be written. */
  | { readonly kind: 'waiting'; readonly reason: string }
  | { readonly kind: 'stopped' };

export interface MemberOptions {
  readonly dataDir: string;
  readonly role: InstanceKind;
  /** What people call the window: the name of its workspace. */
  readonly window?: string;
  readonly version: string;
  /** Version of what is said between members; the present one unless told otherwise. */
  readonly protocol?: number;
  /** Makes what leads; called anew whenever this process comes to lead. A rejection gives leadership back. */
  readonly lead: (leadership: Leadership) => Promise<Leading>;
  readonly log: Log;
  readonly changed: (state: MemberState) => void;
  /** What the leader's engine says to this process while it follows. */
  readonly received?: (message: FromEngine) => void;
  /** Who shares the engine changed. */
  readonly instancesChanged?: (instances: readonly InstanceStatus[]) => void;
}
