import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StoreThreadInit } from './storeLink';

/**
 * Starts the store's thread.
 * @param storeFile Its bundled entry; SQLite lies beside it.
 */
export function spawnStore(storeFile: string, init: Omit<StoreThreadInit, 'wasmFile'>): Worker {
  const workerData: StoreThreadInit = { ...init, wasmFile: path.join(path.dirname(storeFile), 'sql-wasm.wasm') };
  return new Worker(storeFile, { workerData, name: 'wirthforge-store' });
}
