import { parentPort, workerData } from 'node:worker_threads';
import { storms } from '../../support/storms';

/** Hostile clients in a thread of their own: one storm for each number that arrives. */
const { port } = workerData as { readonly port: number };

parentPort?.on('message', (index: number) => {
  void storms[index]?.blow(port).then(() => {
    parentPort?.postMessage('over');
  });
});
