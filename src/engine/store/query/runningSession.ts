import type { StoreFolder } from '../upkeep/storeFolder';

/** The session of the newest journal: the one that goes on, if somebody records. */
export async function runningSession(folder: StoreFolder): Promise<string | undefined> {
  const newest = folder.journals().at(-1);
  return newest && (await folder.journal(newest)).header?.session;
}
