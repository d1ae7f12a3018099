import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ClaimFolder } from '../../src/engine/elect/claims/claimFolder';
import type { StoreThreadInit } from '../../src/engine/store/thread/storeLink';
import { StoreThread } from '../../src/engine/store/thread/storeThread';
import { claimed } from '../support/fences';

/** The built entry of the store's thread. */
export const storeFile = path.resolve('dist', 'store.js');

/** The store's thread as the engine starts it. @param writing Epoch of the journals that are its own. */
export async function benchThread(dataDir: string, writing: number): Promise<StoreThread> {
  if (!(await new ClaimFolder(dataDir).epochs()).includes(writing)) await claimed(dataDir, writing);
  return new StoreThread({
    spawn: () => {
      const wasmFile = path.join(path.dirname(storeFile), 'sql-wasm.wasm');
      const workerData: StoreThreadInit = { dataDir, wasmFile, writing, encrypts: false };
      return new Worker(storeFile, { workerData });
    },
    rotate: () => Promise.resolve([]),
    record: () => undefined,
    report: (problem) => {
      throw new Error(problem);
    },
  });
}
