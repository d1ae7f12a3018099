import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, it } from 'node:test';
import type { Worker } from 'node:worker_threads';
import type { HistoryRequest } from '../../../../src/protocol/history';
import { HistoryRefusal } from '../../../../src/engine/store/query/historyRefusal';
import { StoreDesk } from '../../../../src/engine/store/thread/storeDesk';
import type { FromStore, ToStore } from '../../../../src/engine/store/thread/storeLink';
import { StoreThread } from '../../../../src/engine/store/thread/storeThread';
import type { StoreFolder } from '../../../../src/engine/store/upkeep/storeFolder';
import { assertAnswers } from '../../../support/plainHistory';
import { StoredPast } from '../../../support/storedPast';
import { noon, testSqlite } from '../../../support/storeSamples';

const request: HistoryRequest = {
  metrics: ['*'],
  from: noon,
  to: noon + 600_000,
  stepMs: 1000,
  aggregates: ['sum', 'max'],
  mostPoints: 1000,
};

/** The store's thread without a thread: what is posted is copied and handed over as a port would. */
class DeskInPlace extends EventEmitter {
  private readonly desk: StoreDesk;

  constructor(folder: StoreFolder) {
    super();
    const post = (message: FromStore, transfer: readonly ArrayBuffer[] = []): void => {
      this.emit('message', structuredClone(message, { transfer: [...transfer] }));
    };
    this.desk = new StoreDesk(folder, post, () => noon);
  }

  postMessage(message: ToStore): void {
    if (message.type !== 'end') this.desk.receive(structuredClone(message));
    else this.emit('exit', 0);
  }
}

async function asked(use: (past: StoredPast, thread: StoreThread) => Promise<void>): Promise<void> {
  const past = StoredPast.start(await testSqlite(), noon);
  past.layout('system', 10, [
    ['system.cpu_percent', {}],
    ['system.memory_used_bytes', {}],
  ]);
  past.measure(310_000, (_, time) => Math.round(time) % 1000);
  await past.flush();
  past.measure(5000, () => 7);
  const folder = await past.open();
  const thread = new StoreThread({
    spawn: () => new DeskInPlace(folder) as unknown as Worker,
    rotate: () => Promise.resolve([]),
    record: () => undefined,
    report: () => undefined,
  });
  try {
    await use(past, thread);
  } finally {
    await thread.stop();
    folder.close();
  }
}

describe("a question to the store's thread", () => {
  it('comes back with its columns', async () => {
    await asked(async (past, thread) => {
      const tail = past.tail(request.metrics);
      assertAnswers(await thread.ask('history', { request, tail }), request, past.samples);
    });
  });

  it('that is too large is told apart from a store that cannot be read', async () => {
    await asked(async (past, thread) => {
      const small = { ...request, mostPoints: 10 };
      const refusal = thread.ask('history', { request: small, tail: past.tail(['*']) });
      await assert.rejects(
        refusal,
        (error) => error instanceof HistoryRefusal && /a step of \d+ ms/.test(error.message),
      );
    });
  });

  it('ends when it is called off', async () => {
    await asked(async (past, thread) => {
      const gone = new AbortController();
      const answer = thread.ask('history', { request, tail: past.tail(['*']) }, { signal: gone.signal });
      gone.abort();
      await assert.rejects(answer, { name: 'StoreFailure', isCancelled: true });
    });
  });
});
