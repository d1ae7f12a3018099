import type { Config } from '../protocol/settings';
import type { Scope } from './collect/self/ownUsage';
import type { Fence } from './elect/fence';
import type { Log } from './log';
import type { Unlocker } from './store/encryption/unlocker';

export interface EngineOptions {
  readonly config: Config;
  readonly dataDir: string;
  readonly version: string;
  readonly log: Log;
  /** Whether the engine has its process to itself, for the account of its own cost. */
  readonly scope: Scope;
  /** The bundled entry of the thread that takes stock of the hardware. */
  readonly inventoryFile: string;
  /** The bundled entry of the store's thread. */
  readonly storeFile: string;
  /** The bundled entry of the thread that makes a certificate for the server. */
  readonly certificateFile: string;
  /** The folder in which the extension is installed. */
  readonly root: string;
  /** The rules that a data folder without any begins with. */
  readonly defaultRules: string;
  /** Opens an encrypted store, where it is known at the start. */
  readonly unlocker?: Unlocker;
  /** Says whether this engine still leads. */
  readonly fence: Fence;
  /** For how long nobody led before this engine, ms; undefined where it took nobody's place. */
  readonly takeoverMs?: number;
  /** Whether the user had paused the monitor when this engine took over. */
  readonly paused?: boolean;
}
