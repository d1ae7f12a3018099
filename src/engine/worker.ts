import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromEngine, ToEngine, WorkerInit } from '../protocol/engineLink';
import { buffersOf } from '../protocol/rows';
import { historyBuffers } from '../protocol/history';
import { WindowSeat } from './desk/windowSeat';
import { Engine } from './engine';

/** A window's part in the monitor, in a thread of the extension host: messages in, messages out, nothing else. */
const port = parentPort;
if (!port)
  throw new Error(
    'This file is the entry of a worker thread; the command line starts the engine with `wirthforge serve`.',
  );

const post = (message: FromEngine): void => {
  port.postMessage(message, buffersIn(message));
};

const seat = new WindowSeat({
  ...(workerData as WorkerInit),
  post,
  makeEngine: (circumstances) =>
    new Engine({
      ...circumstances,
      scope: 'thread',
      inventoryFile: path.join(__dirname, 'inventory.js'),
      storeFile: path.join(__dirname, 'store.js'),
      certificateFile: path.join(__dirname, 'certificate.js'),
      root: path.join(__dirname, '..'),
      defaultRules: path.join(__dirname, '..', 'media', 'alert-rules.default.json'),
    }),
});

port.on('message', (message: ToEngine) => {
  if (message.type !== 'stop') {
    seat.receive(message);
    return;
  }
  void seat.stop().then(() => {
    post({ type: 'stopped' });
    port.close();
  });
});

seat.start();

function buffersIn(message: FromEngine): ArrayBuffer[] {
  if (message.type === 'rows') return buffersOf(message.rows);
  return message.type === 'history' ? historyBuffers(message.answer) : [];
}
