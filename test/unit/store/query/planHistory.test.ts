import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { planHistory, type KeptSegment, type PlannedQuestion } from '../../../../src/engine/store/query/planHistory';

const minute = 60_000;
const quarter = 15 * minute;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.UTC(2026, 10, 1);

type Kind = KeptSegment['kind'];

/** Segments of one kind, one after the other. */
function kept(kind: Kind, from: number, to: number, length: number): KeptSegment[] {
  const count = Math.ceil((to - from) / length);
  return Array.from({ length: count }, (_, i) => {
    return { kind, from: from + i * length, to: Math.min(to, from + (i + 1) * length) + 1000 };
  });
}

/** A day of everything; fine and coarse ones put together. */
const whole = [
  ...kept('raw', start, start + day, quarter),
  ...kept('fine', start, start + day, hour),
  ...kept('coarse', start, start + day, day),
  ...kept('events', start, start + day, hour),
];

function planned(question: Partial<PlannedQuestion>, segments: readonly KeptSegment[] = whole) {
  const { stepMs, reads, range } = planHistory(
    { from: start, to: start + day - 1, stepMs: 0, needsQuantile: false, ...question },
    segments,
  );
  const counts: Partial<Record<Kind, number>> = {};
  for (const { segment } of reads) counts[segment.kind] = (counts[segment.kind] ?? 0) + 1;
  return { stepMs, counts, reads, range };
}

describe('the plan of an answer', () => {
  const cases: readonly [string, Partial<PlannedQuestion>, Partial<Record<Kind, number>>][] = [
    ['every sample', { stepMs: 0 }, { raw: 96 }],
    ['steps that no bucket makes up', { stepMs: 250 }, { raw: 96 }],
    ['seconds', { stepMs: 1000 }, { raw: 96 }],
    ['10 s', { stepMs: 10_000 }, { fine: 24 }],
    ['minutes', { stepMs: minute }, { fine: 24 }],
    ['15 s', { stepMs: 15_000 }, { raw: 96 }],
    ['5 min', { stepMs: 5 * minute }, { coarse: 1 }],
    ['hours', { stepMs: hour }, { coarse: 1 }],
    ['quantiles of minutes', { stepMs: minute, needsQuantile: true }, { raw: 96 }],
    ['quantiles of 5 min', { stepMs: 5 * minute, needsQuantile: true }, { coarse: 1 }],
    ['an hour in minutes', { stepMs: minute, from: start + 2 * hour + 5000, to: start + 3 * hour - 1 }, { fine: 2 }],
    ['before everything', { stepMs: minute, from: 0, to: start - hour }, {}],
    ['after everything', { stepMs: minute, from: start + 2 * day, to: start + 3 * day }, {}],
  ];
  for (const [what, question, counts] of cases)
    it(`reads what fits best for ${what}`, () => {
      const found = planned(question);
      assert.deepEqual(found.counts, counts);
      assert.equal(found.stepMs, question.stepMs);
    });

  it('covers whole steps, and without steps both ends', () => {
    const within = { from: start + 1234, to: start + 2 * minute };
    assert.deepEqual(planned({ ...within, stepMs: minute }).range, { from: start, to: start + 3 * minute });
    const { from, to } = planned({ ...within, stepMs: 0 }).range;
    assert.equal(from, within.from);
    assert.ok(to > within.to && to < within.to + 0.01);
  });

  const noon = start + 12 * hour;
  const rawGone = whole.filter(({ kind, from }) => kind !== 'raw' || from >= noon);
  const onlyCoarse = rawGone.filter(({ kind, from }) => kind !== 'fine' || from >= noon - hour);

  const widened: readonly [string, Partial<PlannedQuestion>, readonly KeptSegment[], number, Kind][] = [
    ['every sample where raw is gone', { stepMs: 0 }, rawGone, 10_000, 'fine'],
    ['seconds where raw is gone', { stepMs: 1000 }, rawGone, 10_000, 'fine'],
    ['15 s where raw is gone', { stepMs: 15_000 }, rawGone, 20_000, 'fine'],
    ['quantiles where raw is gone', { stepMs: minute, needsQuantile: true }, rawGone, 5 * minute, 'coarse'],
    [
      'quantiles of 7 min where raw is gone',
      { stepMs: 7 * minute, needsQuantile: true },
      rawGone,
      10 * minute,
      'coarse',
    ],
    ['seconds where only coarse ones are left', { stepMs: 1000 }, onlyCoarse, 5 * minute, 'coarse'],
    ['minutes where only coarse ones are left', { stepMs: minute }, onlyCoarse, 5 * minute, 'coarse'],
  ];
  for (const [what, question, segments, stepMs, kind] of widened)
    it(`widens ${what}`, () => {
      const found = planned(question, segments);
      assert.equal(found.stepMs, stepMs);
      assert.deepEqual(Object.keys(found.counts), [kind]);
    });

  it('keeps the step where raw samples reach back far enough', () => {
    assert.equal(planned({ stepMs: 1000, from: noon, to: noon + hour }, rawGone).stepMs, 1000);
    assert.equal(planned({ stepMs: 1000, from: start + day, to: start + 2 * day }, onlyCoarse).stepMs, 1000);
  });

  it('does not take a stretch in which nothing was recorded for one that is gone', () => {
    const paused = whole.filter(({ kind, from }) => kind !== 'raw' || from < start + hour || from >= noon);
    assert.equal(planned({ stepMs: 1000 }, paused).stepMs, 1000);
  });

  it('reads finer ones where coarser ones are missing, each stretch of time from one kind', () => {
    const damaged = whole.filter(({ kind, from }) => kind !== 'fine' || from !== start + 3 * hour);
    assert.deepEqual(planned({ stepMs: minute }, damaged).counts, { fine: 23, raw: 4 });
    const noCoarse = whole.filter(({ kind }) => kind !== 'coarse');
    assert.deepEqual(planned({ stepMs: hour }, noCoarse).counts, { fine: 24 });
  });

  it('cuts a finer one that is missing in a coarser kind only in part', () => {
    const segments: KeptSegment[] = [
      { kind: 'raw', from: start, to: start + hour },
      { kind: 'fine', from: start + quarter, to: start + hour },
    ];
    const { reads } = planned({ stepMs: minute }, segments);
    assert.deepEqual(
      reads.map(({ segment, from, to }) => [segment.kind, from, to]),
      [
        ['raw', start, start + quarter],
        ['fine', start, start + day],
      ],
    );
  });

  it('reads everything that was recorded, and nothing from two kinds', () => {
    const lengths = fc.constantFrom(quarter, hour, 4 * hour, day);
    fc.assert(
      fc.property(
        fc.tuple(lengths, lengths, lengths),
        fc.constantFrom(0, 1000, 10_000, minute, 5 * minute, hour),
        fc.array(fc.nat(200), { maxLength: 20 }),
        fc.boolean(),
        (sizes, stepMs, missing, needsQuantile) => {
          const kinds = (['raw', 'fine', 'coarse'] as const).flatMap((kind, i) =>
            kept(kind, start, start + day, sizes[i]!),
          );
          const segments = kinds.filter((_, i) => !missing.includes(i));
          const { reads, stepMs: found } = planHistory(
            { from: start, to: start + day - 1, stepMs, needsQuantile },
            segments,
          );
          const usable = (kind: Kind): boolean =>
            kind === 'raw' ||
            (kind === 'fine'
              ? !needsQuantile && found > 0 && found % 10_000 === 0
              : found > 0 && found % 300_000 === 0);
          // Names overlap by a second, so the middles of minutes tell.
          for (let time = start + minute / 2; time < start + day; time += minute) {
            const readers = reads.filter(
              ({ segment, from, to }) => Math.max(segment.from, from) <= time && time < Math.min(segment.to, to),
            );
            const holders = segments.filter(({ kind, from, to }) => usable(kind) && from <= time && time < to);
            assert.equal(new Set(readers.map(({ segment }) => segment.kind)).size, Math.min(1, holders.length));
            assert.equal(readers.length, Math.min(1, holders.length));
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
