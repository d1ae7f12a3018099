import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { MetricId } from '../../../../src/protocol/catalogue';
import { aggregates, type HistoryRequest } from '../../../../src/protocol/history';
import type { Labels } from '../../../../src/protocol/metric';
import type { Sqlite } from '../../../../src/engine/store/segments/sqlite';
import { assertAnswers } from '../../../support/plainHistory';
import { Random } from '../../../support/random';
import { StoredPast } from '../../../support/storedPast';
import { noon, testSqlite } from '../../../support/storeSamples';

let sqlite: Sqlite;
before(async () => {
  sqlite = await testSqlite();
});

type Column = readonly [MetricId, Labels];
const columns: readonly Column[] = [
  ['system.cpu_percent', {}],
  ['system.cpu_core_percent', { core: '0' }],
  ['system.cpu_core_percent', { core: '1' }],
  ['system.memory_used_bytes', {}],
  ['system.load_1m', {}],
];
const slow: readonly Column[] = [
  ['system.power_watts', { domain: 'total' }],
  ['system.connections', { state: 'established' }],
];

/** Something that happens to a data folder. */
const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('measure' as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 8_000_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('back' as const), ms: fc.integer({ min: 1, max: 120_000 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('layout' as const),
      fast: fc.subarray([...columns], { minLength: 1 }),
      slow: fc.subarray([...slow]),
      hz: fc.constantFrom(10, 4, 1),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('flush' as const, 'rotate' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('seal' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('compact' as const), times: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const question = fc.record({
  metrics: fc.constantFrom(['*'], ['system.cpu*'], ['system.load_1m', 'system.power_watts'], ['nothing.*']),
  /** Where in all of the past the range begins and ends. */
  from: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
  to: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
  stepMs: fc.constantFrom(0, 1, 250, 1000, 3000, 10_000, 15_000, 60_000, 300_000, 420_000, 3_600_000, 86_400_000),
  aggregates: fc.oneof(
    fc.subarray([...aggregates], { minLength: 1 }),
    fc.subarray(
      aggregates.filter((aggregate) => !aggregate.startsWith('p')),
      { minLength: 1 },
    ),
  ),
  isWhole: fc.boolean(),
});

async function happen(past: StoredPast, what: Action, random: Random): Promise<void> {
  switch (what.kind) {
    case 'measure':
      past.measure(what.ms, ({ metric }) => {
        if (random.chance(0.1)) return NaN;
        return metric === 'system.memory_used_bytes' ? 4096 * random.integer(0, 8_000_000) : random.next() * 100;
      });
      return;
    case 'pass':
      // Memory reaches back an hour, and is written long before.
      await past.flush();
      past.clock.advance(what.ms);
      return;
    case 'back':
      await past.setClock(-what.ms);
      return;
    case 'layout':
      past.layout('fast', what.hz, what.fast);
      past.layout('slow', 0.5, what.slow);
      return;
    case 'compact':
      await past.compact(what.times);
      return;
    case 'flush':
    case 'rotate':
    case 'seal':
    case 'restart':
      await past[what.kind]();
  }
}

function requestFor(
  past: StoredPast,
  asked: typeof question extends fc.Arbitrary<infer T> ? T : never,
): HistoryRequest {
  const times = past.samples.map(({ time }) => time);
  const first = times.reduce((a, b) => Math.min(a, b), Infinity);
  const length = times.reduce((a, b) => Math.max(a, b), -Infinity) - first;
  const ends = [asked.from, asked.to].map((share) => Math.round(first + share * length)).sort((a, b) => a - b);
  const { isWhole, ...rest } = asked;
  return { ...rest, ...(isWhole && { isWhole }), from: ends[0]!, to: ends[1]!, mostPoints: 10_000_000 };
}

describe('questions about the past', () => {
  it('are answered as if all samples lay in one list, wherever they lie', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(action, { maxLength: 25, size: 'max' }),
        fc.array(question, { minLength: 4, maxLength: 8 }),
        fc.integer(),
        async (actions, questions, seed) => {
          const random = new Random(seed);
          const past = StoredPast.start(sqlite, noon + 123.5);
          await happen(past, { kind: 'layout', fast: [...columns], slow: [...slow], hz: 10 }, random);
          await happen(past, { kind: 'measure', ms: 5000 }, random);
          for (const what of actions) await happen(past, what, random);
          for (const asked of questions) {
            const request = requestFor(past, asked);
            const answer = await past.ask(request);
            assertAnswers(answer, request, past.samples);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
