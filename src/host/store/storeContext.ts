import type * as vscode from 'vscode';
import type { EngineClient } from '../engineClient';
import type { HostLog } from '../log';
import type { StoreDocuments } from './storeDocuments';
import type { StoreSecret } from './storeSecret';

/** What the commands on recorded data work with. */
export interface StoreContext {
  readonly engine: Pick<EngineClient, 'runJob'>;
  /** The data folder, in which exports and backups have folders of their own. */
  readonly storage: vscode.Uri;
  readonly documents: StoreDocuments;
  /** Where a new key of an encrypted store is kept. */
  readonly secret: Pick<StoreSecret, 'adopt'>;
  readonly log: Pick<HostLog, 'write' | 'show'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
