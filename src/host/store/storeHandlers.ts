import type { CommandHandlers } from '../commands';
import { backupStore, restoreStore } from './backupStore';
import { exportData } from './exportData';
import { purgeData } from './purgeData';
import { replaySession } from './replaySession';
import { setPassphrase } from './setPassphrase';
import type { StoreContext } from './storeContext';
import { unlockStore } from './unlockStore';
import { validateStore } from './validateStore';

/** What the commands on recorded data do. */
export function storeHandlers(
  context: StoreContext,
): Pick<
  CommandHandlers,
  | 'exportData'
  | 'backup'
  | 'restore'
  | 'validateStore'
  | 'replaySession'
  | 'purgeData'
  | 'setStorePassphrase'
  | 'unlockStore'
> {
  return {
    exportData: () => exportData(context),
    backup: () => backupStore(context),
    restore: () => restoreStore(context),
    validateStore: () => validateStore(context),
    replaySession: () => replaySession(context),
    purgeData: () => purgeData(context),
    setStorePassphrase: () => setPassphrase(context),
    unlockStore: () => unlockStore(context),
  };
}
