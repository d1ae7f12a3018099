import type { Config } from '../protocol/settings';
import type { Clock } from './clock';
import type { Component } from './component';
import type { Fence } from './elect/fence';
import type { Log } from './log';
import type { HotRing } from './metrics/hotRing';
import type { Unlocker } from './store/encryption/unlocker';
import type { CarriedState } from './store/events/carriedState';
import type { Ticker } from './ticker';

export interface StoreRoomOptions {
  readonly config: Config;
  readonly dataDir: string;
  readonly version: string;
  /** Held by this process: nothing is recorded or changed once it holds no more. */
  readonly fence: Fence;
  readonly ring: HotRing;
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly component: Component;
  readonly log: Log;
  /** The bundled entry of the store's thread; SQLite lies beside it. */
  readonly storeFile: string;
  /** Opens an encrypted store, where it is known at the start. */
  readonly unlocker?: Unlocker;
  /** How long its threads may take to clear up when they are stopped, ms; 2 s unless told. */
  readonly stopLimitMs?: number;
  /** Told that a session began, and what goes on in it. */
  readonly began: (carried: CarriedState | undefined) => void;
  /** Everything that was recorded is to be forgotten: what is in memory too. */
  readonly forget: () => void;
  /** Told, once, that somebody else leads: nothing is recorded any more, and the engine is to end. */
  readonly superseded?: () => void;
}
