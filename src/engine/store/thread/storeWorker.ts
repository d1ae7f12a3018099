import { parentPort, workerData } from 'node:worker_threads';
import { fenceOf } from '../../elect/fence';
import { fencedDisk } from '../disk/fencedDisk';
import { nodeDisk } from '../disk/nodeDisk';
import { aesCipher } from '../encryption/aesCipher';
import { loadSqlite } from '../segments/sqlite';
import { StoreFolder } from '../upkeep/storeFolder';
import { problemOf } from './problemOf';
import { StoreDesk } from './storeDesk';
import type { FromStore, StoreThreadInit, ToStore } from './storeLink';

/** The store's own thread: what it does may hold it for 100 ms at a time, and nobody else. */
const port = parentPort;
if (!port) throw new Error('This file is the entry of a worker thread, which the engine starts by itself.');

const init = workerData as StoreThreadInit;
const post = (message: FromStore, transfer: readonly ArrayBuffer[] = []): void => {
  port.postMessage(message, [...transfer]);
};
const desk = open();

port.on('message', (message: ToStore) => {
  if (message.type === 'end') port.close();
  desk.then(
    (ready) => {
      ready.receive(message);
    },
    (error: unknown) => {
      if (message.type !== 'ask') return;
      const reason = problemOf(message.what.kind, error, init.dataDir);
      post({ type: 'failed', id: message.id, reason, isCancelled: false });
    },
  );
});

async function open(): Promise<StoreDesk> {
  const sqlite = await loadSqlite(init.wasmFile);
  const disk = init.writing === undefined ? nodeDisk : fencedDisk(nodeDisk, fenceOf(init.dataDir, init.writing));
  const folder = await StoreFolder.open(disk, init.dataDir, sqlite, {
    ...(init.dataKey && { cipher: aesCipher(init.dataKey), encrypts: init.encrypts }),
    ...(init.writing !== undefined && { writing: init.writing }),
    report: (problem) => {
      post({ type: 'problem', problem });
    },
  });
  return new StoreDesk(folder, post, () => Date.now());
}
