import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { EngineQuestions } from '../../../src/engine/engineQuestions';
import { StoreFailure } from '../../../src/engine/store/thread/storeThread';
import type { FromEngine } from '../../../src/protocol/engineLink';
import type { HistoryRequest } from '../../../src/protocol/history';

const mostAtOnce = 8;
const request: HistoryRequest = {
  metrics: ['system.cpu_percent'],
  from: 0,
  to: 60_000,
  stepMs: 1000,
  aggregates: ['avg'],
  mostPoints: 100,
};

interface Asked {
  readonly answer: () => void;
  readonly refuse: () => void;
}

describe('The questions of one window', () => {
  /** What the store works on, in the order in which it was asked. */
  let asked: Asked[];
  let told: FromEngine[];
  let questions: EngineQuestions;

  beforeEach(() => {
    asked = [];
    told = [];
    const ask = (): Promise<unknown> =>
      new Promise((resolve, reject) => {
        asked.push({
          answer: () => {
            resolve({});
          },
          refuse: () => {
            reject(new Error('It is too much.'));
          },
        });
      });
    const engine = {
      store: { history: ask, ask, recorder: 'this process', begun: () => Promise.resolve() },
      alerts: { info: () => ({ active: [], recent: [] }) },
    };
    questions = new EngineQuestions(engine as never, (message) => told.push(message));
  });

  const numbersOf = (): number[] => told.map((message) => ('question' in message ? message.question : NaN));

  it('are asked eight at a time, and the others in their order as soon as one has ended', async () => {
    for (let question = 0; question < 20; question++) void questions.history(question, request);
    await setImmediate();
    assert.equal(asked.length, mostAtOnce);
    asked[3]!.answer();
    asked[5]!.refuse();
    await setImmediate();
    assert.equal(asked.length, mostAtOnce + 2);
    assert.deepEqual(numbersOf(), [3, 5]);
    assert.deepEqual(told[1], { type: 'noHistory', question: 5, reason: 'It is too much.' });
    asked[mostAtOnce + 1]!.answer();
    await setImmediate();
    assert.deepEqual(numbersOf(), [3, 5, mostAtOnce + 1]);
  });

  it('are told of the alerts that go on from the session before, though they were asked before it was known', async () => {
    const known: unknown[] = [];
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const store = {
      recorder: 'nobody' as unknown,
      begun: () => begun,
      ask: (_: string, question: unknown) => Promise.resolve(known.push(question)),
    };
    const alerts = { info: () => ({ active, recent: [] }) };
    let active: object[] = [];
    const early = new EngineQuestions({ store, alerts } as never, (message) => told.push(message));
    const asking = early.marks(1, { from: 0, to: 60_000 });
    await setImmediate();
    assert.deepEqual(known, []);
    active = [{ id: 'a', rule: 'hot', name: 'Hot', severity: 'critical', message: 'It is hot.', firedAt: 5 }];
    store.recorder = { session: 'this one' };
    begin();
    await asking;
    const [question] = known as { alerts: { id: string }[]; recorder: unknown }[];
    assert.deepEqual([question?.alerts.map(({ id }) => id), question?.recorder], [['a'], { session: 'this one' }]);
    assert.deepEqual(numbersOf(), [1]);
  });

  it('are each answered once, however they end, and never more than eight are under way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ isMarks: fc.boolean(), isRefused: fc.boolean(), pick: fc.nat() }), {
          minLength: 1,
          maxLength: 60,
        }),
        async (all) => {
          [asked.length, told.length] = [0, 0];
          all.forEach(({ isMarks }, question) => {
            void (isMarks ? questions.marks(question, { from: 0, to: 1 }) : questions.history(question, request));
          });
          const open: Asked[] = [];
          let seen = 0;
          for (const { isRefused, pick } of all) {
            await setImmediate();
            open.push(...asked.slice(seen));
            seen = asked.length;
            assert.ok(open.length <= mostAtOnce);
            const [one] = open.splice(pick % open.length, 1);
            if (isRefused) one!.refuse();
            else one!.answer();
          }
          await setImmediate();
          assert.deepEqual(
            numbersOf().sort((a, b) => a - b),
            all.map((_, question) => question),
          );
        },
      ),
    );
  });
});

describe('A job that ends early', () => {
  let fail: (error: Error) => void;
  let told: FromEngine[];
  let questions: EngineQuestions;

  beforeEach(() => {
    told = [];
    const runJob = (): Promise<never> => new Promise((_, reject) => (fail = reject));
    questions = new EngineQuestions({ store: { runJob } } as never, (message) => told.push(message));
  });

  async function endedWith(error: Error, meanwhile: () => void = () => undefined): Promise<FromEngine | undefined> {
    const job = questions.job(5, { kind: 'purge', what: 'all' });
    meanwhile();
    fail(error);
    await job;
    return told.at(-1);
  }
  const cancelled = { type: 'jobFailed', job: 5, reason: 'It was cancelled.', isCancelled: true };

  it('is cancelled where its asker cancelled it', async () => {
    const byAsker = (): void => {
      questions.cancel(5);
    };
    assert.deepEqual(await endedWith(new StoreFailure('It was cancelled.', true), byAsker), cancelled);
  });

  it('is cancelled where nobody waits for it any more', async () => {
    const byAll = (): void => {
      questions.cancelAll();
    };
    assert.deepEqual(await endedWith(new StoreFailure('It was cancelled.', true), byAll), cancelled);
  });

  it('has failed where the store itself ended it, and nobody knows how far it came', async () => {
    const ended = await endedWith(new StoreFailure('The monitor is being closed. Ask again later.', true));
    assert.ok(ended?.type === 'jobFailed' && !ended.isCancelled);
    assert.match(ended.reason, /not known how far it came.*look at what there is/i);
  });

  it('has failed with its own reason for all else, though it was cancelled at that moment', async () => {
    const ended = await endedWith(new StoreFailure('The disk is full.', false), () => {
      questions.cancel(5);
    });
    assert.deepEqual(ended, { type: 'jobFailed', job: 5, reason: 'The disk is full.', isCancelled: false });
  });
});
