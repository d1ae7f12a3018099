import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { HistoryRequest } from '../../../../src/protocol/history';
import { answerHistory } from '../../../../src/engine/store/query/answerHistory';
import { HistoryRefusal } from '../../../../src/engine/store/query/historyRefusal';
import type { Sqlite } from '../../../../src/engine/store/segments/sqlite';
import type { SegmentKind } from '../../../../src/engine/store/segments/segmentName';
import { assertAnswers } from '../../../support/plainHistory';
import { StoredPast } from '../../../support/storedPast';
import { noon, testSqlite } from '../../../support/storeSamples';

let sqlite: Sqlite;
before(async () => {
  sqlite = await testSqlite();
});

const everything: HistoryRequest = {
  metrics: ['*'],
  from: noon,
  to: noon + 3_600_000,
  stepMs: 0,
  aggregates: ['sum', 'count', 'min', 'last'],
  mostPoints: 1_000_000,
};
const steps = [0, 1000, 10_000, 300_000];
const signal = new AbortController().signal;

/** Some minutes in segments, some in a journal that is closed, some in the one being written, some in memory. */
async function somePast(): Promise<StoredPast> {
  const past = StoredPast.start(sqlite, noon);
  past.layout('fast', 10, [
    ['system.cpu_percent', {}],
    ['system.cpu_core_percent', { core: '0' }],
  ]);
  past.layout('slow', 0.5, [['system.load_1m', {}]]);
  await more(past);
  await past.seal();
  await more(past);
  measure(past, 45_000);
  await past.flush();
  measure(past, 1234);
  return past;
}

async function more(past: StoredPast): Promise<void> {
  measure(past, 400_000);
  await past.flush();
  await past.rotate();
}

function measure(past: StoredPast, ms: number): void {
  past.measure(ms, ({ labels }, time) => (Math.floor(time / 700) % 9 === 0 ? NaN : time % (labels['core'] ? 97 : 53)));
}

async function remove(past: StoredPast, kind: SegmentKind): Promise<void> {
  await past.changed((folder) => folder.change({ add: [], remove: folder.segments({ kind }).map(({ file }) => file) }));
}

describe('the seams of the past', () => {
  it('lie where they may: segments, journals and memory make one answer', async () => {
    const past = await somePast();
    for (const stepMs of steps) {
      const request = { ...everything, stepMs };
      assertAnswers(await past.ask(request), request, past.samples);
    }
  });

  const meanwhile: readonly [string, (past: StoredPast) => Promise<void>][] = [
    ['wrote it', (past) => past.flush()],
    [
      'wrote it into the next journal',
      async (past) => {
        await past.rotate();
        await past.flush();
      },
    ],
    [
      'wrote it, closed the journal and went on',
      async (past) => {
        await past.flush();
        await past.rotate();
      },
    ],
    [
      'wrote it and sealed it',
      async (past) => {
        await past.flush();
        await past.rotate();
        await past.seal();
      },
    ],
    [
      'sealed it and put segments together',
      async (past) => {
        await past.rotate();
        await past.seal();
        await past.compact(10);
      },
    ],
  ];
  for (const [what, change] of meanwhile)
    for (const isFirst of [false, true])
      it(`hold what memory told, once, when the writer ${what} meanwhile${isFirst ? ', for the first time' : ''}`, async () => {
        const past = isFirst ? StoredPast.start(sqlite, noon) : await somePast();
        if (isFirst) {
          past.layout('fast', 10, [['system.cpu_percent', {}]]);
          measure(past, 2000);
        }
        const tail = past.tail(['*']);
        await change(past);
        for (const stepMs of steps) {
          const request = { ...everything, stepMs };
          assertAnswers(await past.ask(request, tail), request, past.samples);
        }
      });

  it('leave out what was measured after memory told, or tell all of it', async () => {
    const past = await somePast();
    const tail = past.tail(['*']);
    const told = past.samples.length;
    measure(past, 5000);
    await past.rotate();
    const request = { ...everything, stepMs: 1000 };
    assertAnswers(await past.ask(request, tail), request, past.samples.slice(0, told));
    await past.seal();
    assertAnswers(await past.ask(request, past.tail(['*'])), request, past.samples);
  });

  for (const call of ['read', 'list'] as const)
    it(`hold while a journal is sealed and segments are put together, at every ${call}`, async () => {
      for (let at = 0; at < 6; at++) {
        const past = await somePast();
        await past.flush();
        await past.rotate();
        const reader = await past.open();
        let calls = 0;
        past.disk.delay = (operation) => {
          if (operation.call !== call || calls++ !== at) return undefined;
          past.disk.delay = () => undefined;
          return past.seal().then(() => past.compact(10));
        };
        const request = { ...everything, stepMs: 10_000 };
        const answer = await answerHistory(reader, request, { position: undefined, chunks: [] }, signal);
        reader.close();
        assert.ok(calls > at || at > 0);
        assertAnswers(answer, request, past.samples);
      }
    });

  it('hold beside a running writer, up to what it flushed', async () => {
    const past = await somePast();
    const reader = await past.open();
    const inMemory = past
      .tail(['*'])
      .chunks.reduce((sum, { times, columns }) => sum + times.length * columns.length, 0);
    assert.ok(inMemory > 0);
    const answer = await answerHistory(reader, everything, { position: undefined, chunks: [] }, signal);
    reader.close();
    assertAnswers(answer, everything, past.samples.slice(0, past.samples.length - inMemory));
  });
});

describe('a past that is not all there', () => {
  it('is told in longer steps where only those are left', async () => {
    const past = await somePast();
    await remove(past, 'raw');
    for (const [stepMs, aggregates, widened] of [
      [0, ['sum'], 10_000],
      [1000, ['avg'], 10_000],
      [15_000, ['max'], 20_000],
      [1000, ['p95'], 300_000],
    ] as const) {
      const request = { ...everything, stepMs, aggregates };
      const answer = await past.ask(request);
      assert.equal(answer.stepMs, widened);
      assertAnswers(answer, request, past.samples);
    }
    const recent = { ...everything, from: past.clock.now() - 10_000, stepMs: 1000 };
    assert.equal((await past.ask(recent)).stepMs, 1000);
  });

  it('is read from finer segments when a coarser one is damaged, and that is reported', async () => {
    const past = await somePast();
    for (const [file, content] of past.disk.files()) {
      if (!file.includes('/fine.')) continue;
      content[content.length >> 1]! ^= 1;
      past.disk.place(file, content);
    }
    const request: HistoryRequest = { ...everything, stepMs: 10_000, aggregates: ['sum'] };
    assertAnswers(await past.ask(request), request, past.samples);
    assert.equal(past.problems.length, 1, past.problems.join());
  });

  it('is empty when nothing was ever recorded', async () => {
    const past = StoredPast.start(sqlite, noon);
    assert.deepEqual(await past.ask({ ...everything, stepMs: 60_000 }), {
      from: everything.from,
      to: everything.to,
      stepMs: 60_000,
      series: [],
    });
  });
});

describe('a question that is too large', () => {
  it('is refused before all is read, with a step that is enough', async () => {
    const past = await somePast();
    await past.seal();
    for (const stepMs of [0, 1000]) {
      const request = { ...everything, stepMs, mostPoints: 500 };
      let reads = 0;
      past.disk.delay = ({ call }) => {
        if (call === 'read') reads++;
        return undefined;
      };
      const refusal = await past.ask(request).then(
        () => undefined,
        (error: unknown) => error,
      );
      assert.ok(refusal instanceof HistoryRefusal, String(refusal));
      assert.equal(reads, 1);
      const enough = /a step of (\d+) ms/.exec(refusal.message)?.[1];
      assert.ok(enough, refusal.message);
      await past.ask({ ...request, stepMs: Number(enough) });
    }
  });

  it('ends when nobody waits for its answer any more', async () => {
    const past = await somePast();
    const folder = await past.open();
    const gone = new AbortController();
    const answer = answerHistory(folder, everything, past.tail(['*']), gone.signal);
    gone.abort(new Error('gone'));
    await assert.rejects(answer, /^Error: gone$/);
    folder.close();
  });
});

describe('the quality of an answer', () => {
  async function qualities(from: number, to: number): Promise<(readonly [string, string | undefined])[]> {
    const past = StoredPast.start(sqlite, noon);
    past.layout('fast', 10, [['system.power_watts', { domain: 'total' }]]);
    const series = past.series('system.power_watts', { domain: 'total' });
    const phases = [
      ['measured', undefined, 1],
      ['estimated', 'There is no sensor.', 2],
      ['unavailable', 'The sensor is gone.', NaN],
      ['measured', undefined, 3],
    ] as const;
    for (const [quality, reason, value] of phases) {
      series.quality = quality;
      series.reason = reason;
      past.measure(10_000, () => value);
      await past.flush();
      await past.rotate();
    }
    await past.seal();
    const { series: found } = await past.ask({ ...everything, from, to, stepMs: 1000, aggregates: ['avg'] });
    return found.map(({ quality, reason }) => [quality, reason]);
  }

  const cases: readonly [string, number, number, string, string | undefined][] = [
    ['measured before it changed', 0, 9000, 'measured', undefined],
    ['estimated when a part of it was', 0, 15_000, 'estimated', 'There is no sensor.'],
    ['estimated when there were no values besides', 12_000, 25_000, 'estimated', 'There is no sensor.'],
    ['unavailable, with the reason, when there was no value', 21_000, 28_000, 'unavailable', 'The sensor is gone.'],
    ['measured again', 31_000, 39_000, 'measured', undefined],
  ];
  for (const [what, from, to, quality, reason] of cases)
    it(`is ${what}`, async () => {
      assert.deepEqual(await qualities(noon + from, noon + to), [[quality, reason]]);
    });
});
