import { parentPort } from 'node:worker_threads';
import { takeInventory } from './takeInventory';

/** Takes stock of the hardware in a thread of its own, since the library starts programs and waits for them. */
const port = parentPort;
if (!port) throw new Error('This file is the entry of a worker thread, which the engine starts by itself.');

void import('systeminformation')
  .then((library) => takeInventory(library))
  .then((report) => {
    port.postMessage(report);
  });
