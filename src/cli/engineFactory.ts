import type { Config } from '../protocol/settings';
import type { ComponentStatus } from '../protocol/status';
import type { Log } from '../engine/log';
import type { Unlocker } from '../engine/store/encryption/unlocker';

/** As much of the engine as the command line handles. */
export interface RunningEngine {
  start(): Promise<void>;
  stop(): Promise<void>;
  status(): { readonly http?: string; readonly proxy?: string; readonly components: readonly ComponentStatus[] };
}

export type EngineFactory = (options: {
  readonly config: Config;
  readonly dataDir: string;
  readonly version: string;
  readonly log: Log;
  /** Opens an encrypted store. */
  readonly unlocker?: Unlocker;
}) => RunningEngine;
