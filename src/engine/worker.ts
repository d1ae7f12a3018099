import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { AlertCommand } from '../protocol/alerts';
import type { FromEngine, ToEngine, WorkerInit } from '../protocol/engineLink';
import { buffersOf } from '../protocol/rows';
import { historyBuffers } from '../protocol/history';
import { messageOf } from '../protocol/messageOf';
import { Engine } from './engine';
import { EngineQuestions } from './engineQuestions';

/** The engine in a thread of the extension host: messages in, messages out, nothing else. */
const port = parentPort;
if (!port)
  throw new Error(
    'This file is the entry of a worker thread; the command line starts the engine with `wirthforge serve`.',
  );

const post = (message: FromEngine): void => {
  port.postMessage(message, buffersIn(message));
};

const { config, dataDir, version } = workerData as WorkerInit;
const engine = new Engine({
  config,
  dataDir,
  version,
  scope: 'thread',
  inventoryFile: path.join(__dirname, 'inventory.js'),
  storeFile: path.join(__dirname, 'store.js'),
  certificateFile: path.join(__dirname, 'certificate.js'),
  defaultRules: path.join(__dirname, '..', 'media', 'alert-rules.default.json'),
  log: (level, message) => {
    post({ type: 'log', level, message });
  },
});
const questions = new EngineQuestions(engine, post);
engine.onStatus = (status) => {
  post({ type: 'status', status });
};
engine.alerts.onChange = (alerts) => {
  post({ type: 'alerts', alerts });
};
engine.alerts.onNotice = (notice) => {
  post({ type: 'notice', notice });
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
    case 'unlock':
      engine.store.unlock({ kind: 'editor', secret: message.secret });
      break;
    case 'history':
      void questions.history(message.question, message.request);
      break;
    case 'marks':
      void questions.marks(message.question, message.request);
      break;
    case 'ux':
      engine.ux.report(message.report);
      break;
    case 'openLink':
      questions.openLink(message.question);
      break;
    case 'endpoint':
      questions.endpoint(message.question, message.role);
      break;
    case 'rotateToken':
      void questions.rotateToken(message.question);
      break;
    case 'job':
      void questions.job(message.job, message.what);
      break;
    case 'alert':
      command(message.command);
      break;
    case 'cancelJob':
      questions.cancel(message.job);
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

/** What a screen that lagged behind asked of an alert that is gone is no fault of the engine, but its user is told. */
function command(asked: AlertCommand): void {
  try {
    engine.alerts.command(asked);
  } catch (error) {
    post({ type: 'alertRefused', reason: messageOf(error) });
  }
}

function buffersIn(message: FromEngine): ArrayBuffer[] {
  if (message.type === 'rows') return buffersOf(message.rows);
  return message.type === 'history' ? historyBuffers(message.answer) : [];
}
