import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromEngine, ToEngine, WorkerInit } from '../protocol/engineLink';
import { buffersOf } from '../protocol/rows';
import { Engine } from './engine';

/** The engine in a thread of the extension host: messages in, messages out, nothing else. */
const port = parentPort;
if (!port)
  throw new Error(
    'This file is the entry of a worker thread; the command line starts the engine with `wirthforge serve`.',
  );

const post = (message: FromEngine): void => {
  port.postMessage(message, message.type === 'rows' ? buffersOf(message.rows) : []);
};

const { config, dataDir, version } = workerData as WorkerInit;
const engine = new Engine({
  config,
  dataDir,
  version,
  scope: 'thread',
  inventoryFile: path.join(__dirname, 'inventory.js'),
  log: (level, message) => {
    post({ type: 'log', level, message });
  },
});
engine.onStatus = (status) => {
  post({ type: 'status', status });
};

port.on('message', (message: ToEngine) => {
  switch (message.type) {
    case 'configure':
      engine.configure(message.config);
      break;
    case 'pause':
      engine.pause();
      break;
    case 'resume':
      engine.resume();
      break;
    case 'open':
      engine.streams.open(message.stream, message.request, post);
      break;
    case 'close':
      engine.streams.close(message.stream);
      break;
    case 'stop':
      void engine.stop().then(() => {
        post({ type: 'stopped' });
        port.close();
      });
      break;
  }
});

void engine.start();
