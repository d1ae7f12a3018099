import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aggregations } from '../../../../src/protocol/rules/rule';
import type { Figure, FigureSpec } from '../../../../src/engine/windows/rolling/figure';
import type { StoredBucket } from '../../../../src/engine/windows/rolling/storedBucket';
import { FigureBed, start } from './figureBed';
import { figureOf, type Point } from './naiveFigure';

/** Buckets as a store makes them of samples. */
function stored(points: readonly Point[], widthMs: number): StoredBucket[] {
  const starts = [...new Set(points.map(({ t }) => Math.floor(t / widthMs) * widthMs))];
  return starts.map((at) => {
    const inside = points.filter(({ t }) => t >= at && t < at + widthMs);
    const of = (what: Parameters<typeof figureOf>[1]): number => figureOf(inside, what);
    return {
      at,
      widthMs,
      count: inside.length,
      sum: of('sum'),
      min: of('min'),
      max: of('max'),
      first: inside[0]!.v,
      last: of('last'),
      stddev: of('stddev'),
    };
  });
}

const hour: FigureSpec = { aggregation: 'count', windowMs: 3_600_000, offsetMs: 0 };
const bucket: StoredBucket = {
  at: start,
  widthMs: 1000,
  count: 1,
  sum: 1,
  min: 1,
  max: 1,
  first: 1,
  last: 1,
  stddev: 0,
};

describe('the past of figures', () => {
  it('is told once, in one stretch for each series, up to the oldest sample in memory', () => {
    const bed = new FigureBed();
    const now = start + 5000;
    for (const windowMs of [10_000, 600_000, 3_600_000])
      bed.figures.open(bed.series, { aggregation: 'avg', windowMs, offsetMs: 0 });
    bed.commit(start + 300, 1);
    bed.commit(start + 1300, 2);
    const [wish, ...others] = bed.figures.wantsPast(now);
    assert.deepEqual(others, []);
    assert.equal(wish?.series, bed.series);
    assert.equal(wish.to, start + 300);
    assert.ok(wish.from <= now - 3_600_000 && wish.from > now - 3_600_000 * 1.02, `from ${now - wish.from} ms ago`);
    assert.deepEqual([...bed.figures.wantsPast(now)], []);
  });

  it('is not asked for where it would include a second that is still to be closed', () => {
    const bed = new FigureBed();
    bed.figures.open(bed.series, hour);
    bed.commit(start + 700, 1);
    assert.equal([...bed.figures.wantsPast(start + 900)][0]?.to, start);
    const silent = new FigureBed();
    silent.figures.open(silent.series, hour);
    const wish = [...silent.figures.wantsPast(start)][0];
    assert.ok(wish && wish.to < start, 'a frame that is on its way must not be asked for');
  });

  it('is not asked for by windows of less than a minute, nor by those that memory covers', () => {
    const bed = new FigureBed();
    for (let i = 0; i < 200; i++) bed.commit(start + i * 1000, i);
    bed.figures.open(bed.series, { aggregation: 'p95', windowMs: 30_000, offsetMs: 0 });
    bed.figures.open(bed.series, { aggregation: 'p95', windowMs: 120_000, offsetMs: 0 });
    assert.deepEqual([...bed.figures.wantsPast(start + 200_000)], []);
  });

  it('joins what is seen live without a gap and without counting anything twice', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 0, max: 1000 })), {
      minLength: 2,
      maxLength: 150,
      size: 'max',
    });
    fc.assert(
      fc.property(
        gaps,
        fc.nat(150),
        fc.nat(20),
        fc.constantFrom(...aggregations),
        fc.constantFrom(1000, 5000, 60_000),
        fc.constantFrom(0, 30_000),
        (steps, cut, later, aggregation, widthMs, offsetMs) => {
          let t = start;
          const points = steps.map(([gap, v]) => ({ t: (t += gap), v }));
          const live = Math.min(cut, points.length - 1);
          const spec = { aggregation, windowMs: 3_600_000, offsetMs };
          const bed = new FigureBed();
          const figure = bed.figures.open(bed.series, spec);
          const rest = points.slice(live);
          // The answer comes while the live samples go on.
          for (const one of rest.slice(0, 1 + later)) bed.commit(one.t, one.v);
          figure.value(bed.closed.at(-1)?.t ?? start);
          const wishes = [...bed.figures.wantsPast(rest[Math.min(later, rest.length - 1)]!.t)];
          for (const one of rest.slice(1 + later)) bed.commit(one.t, one.v);
          // A store has more than was asked for: also what was live.
          const buckets = stored(points, widthMs);
          for (const wish of wishes) bed.figures.fill(wish.series, buckets);
          for (const wish of wishes) bed.figures.fill(wish.series, buckets);
          const now = t + 1000 + offsetMs + 36_000;
          bed.settle(now);
          // Where a bucket of the store has live samples, none of it is taken.
          const liveFrom = rest[0]!.t;
          const told = wishes[0]?.to ?? -Infinity;
          const until = Math.floor(Math.min(liveFrom, told) / widthMs) * widthMs;
          const expected = points.filter((p) => p.t >= liveFrom || (wishes.length > 0 && p.t < until));
          const close = near(figure, expected, spec, now, widthMs);
          assert.equal(close, undefined);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('moves back the time since when a figure was watched, with samples that do not count too', () => {
    const bed = new FigureBed();
    const figure = bed.figures.open(bed.series, { ...hour, ignoresZero: true });
    bed.commit(start + 500, 3);
    bed.commit(start + 1500, 3);
    assert.equal([...bed.figures.wantsPast(start + 1500)].length, 1);
    assert.equal(figure.since(), start + 500);
    const rests = { sum: 0, min: 0, max: 0, first: 0, last: 0, count: 60, widthMs: 60_000 };
    const past = [
      { ...bucket, ...rests, at: start - 60_000 },
      { ...bucket, at: start - 120_000, widthMs: 60_000 },
      { ...bucket, ...rests, at: start - 180_000 },
    ];
    bed.figures.fill(bed.series, past);
    assert.equal(figure.since(), start - 180_000);
    assert.equal(figure.samples(start + 1500), 2);
    bed.figures.fill(bed.series, past);
    assert.equal(figure.samples(start + 1500), 2);
  });

  it('is ignored where it was not asked for, and where it cannot be reckoned with', () => {
    const bed = new FigureBed();
    const figure = bed.figures.open(bed.series, hour);
    bed.figures.fill(bed.series, [bucket]);
    assert.equal(figure.samples(start + 60_000), 0);
    assert.equal([...bed.figures.wantsPast(start + 60_000)].length, 1);
    const broken: Partial<StoredBucket>[] = [
      { count: 0 },
      { count: 1.5 },
      { count: 2 ** 40 },
      { count: NaN },
      { sum: NaN },
      { max: Infinity },
      { first: NaN },
      { at: NaN },
      { at: -1 },
      { widthMs: 0 },
      { stddev: -1 },
    ];
    for (const one of broken) bed.figures.fill(bed.series, [{ ...bucket, ...one }]);
    assert.equal(figure.samples(start + 60_000), 0);
    bed.figures.fill(bed.series, [bucket, bucket]);
    assert.equal(figure.samples(start + 60_000), 1);
  });

  it('is forgotten with the rest, and an answer that comes afterwards too', () => {
    const bed = new FigureBed();
    const figure = bed.figures.open(bed.series, hour);
    assert.equal([...bed.figures.wantsPast(start + 60_000)].length, 1);
    bed.figures.forget(bed.series);
    bed.figures.fill(bed.series, [bucket]);
    assert.equal(figure.samples(start + 60_000), 0);
  });

  it('takes hours of seconds at once', () => {
    for (const aggregation of ['avg', 'p95'] as const) {
      const bed = new FigureBed();
      const figure = bed.figures.open(bed.series, { aggregation, windowMs: 86_400_000, offsetMs: 0 });
      const now = start + 86_400_000;
      assert.equal([...bed.figures.wantsPast(now)].length, 1);
      const day = Array.from({ length: 30_000 }, (_, i) => ({ ...bucket, at: start + i * 1000 }));
      bed.figures.fill(bed.series, day);
      assert.equal(figure.samples(now), 30_000);
      assert.ok(Math.abs(figure.value(now) - 1) <= 0.01);
    }
  });
});

/** What is wrong with a figure that was filled from a store; undefined: nothing. */
function near(
  figure: Figure,
  expected: readonly Point[],
  spec: FigureSpec,
  now: number,
  widthMs: number,
): string | undefined {
  const { aggregation } = spec;
  if (figure.samples(now) !== expected.length) return `${figure.samples(now)} samples instead of ${expected.length}`;
  if (expected.length === 0) return Number.isNaN(figure.value(now)) ? undefined : 'a value of nothing';
  const actual = figure.value(now);
  const exact = figureOf(expected, aggregation);
  const [low, high] = [figureOf(expected, 'min'), figureOf(expected, 'max')];
  if (aggregation.startsWith('p'))
    // Filled samples stand at the mean of their bucket.
    return actual >= low * 0.99 - 1e-9 && actual <= high * 1.01 + 1e-9 ? undefined : `${actual} is outside the samples`;
  if (aggregation === 'rate') {
    const seconds = (expected.at(-1)!.t - expected[0]!.t) / 1000;
    const change = Math.abs(figureOf(expected, 'change'));
    // The ends lie somewhere in their buckets.
    const slack = (2 * widthMs) / 1000;
    if (seconds <= 2 * slack) return undefined;
    return Math.abs(actual) >= (change / (seconds + slack)) * 0.999 &&
      Math.abs(actual) <= (change / (seconds - slack)) * 1.001
      ? undefined
      : `rate ${actual} instead of about ${exact}`;
  }
  return Math.abs(actual - exact) <= 1e-6 * Math.max(1, Math.abs(exact))
    ? undefined
    : `${aggregation} ${actual} instead of ${exact}`;
}
