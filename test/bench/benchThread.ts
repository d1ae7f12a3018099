import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StoreThreadInit } from '../../src/engine/store/thread/storeLink';
import { StoreThread } from '../../src/engine/store/thread/storeThread';

/** The built entry of the store's thread. */
export const storeFile = path.resolve('dist', 'store.js');

/** The store's thread as the engine starts it. @param writing Epoch of the journals that are its own. */
export function benchThread(dataDir: string, writing: number): StoreThread {
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
