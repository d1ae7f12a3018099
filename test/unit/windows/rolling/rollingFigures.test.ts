import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aggregations } from '../../../../src/protocol/rules/rule';
import type { FigureSpec } from '../../../../src/engine/windows/rolling/figure';
import { FigureBed, start } from './figureBed';
import { figureOf, type Point } from './naiveFigure';

const value = fc.oneof(
  { weight: 4, arbitrary: fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((v) => (Math.abs(v) < 1e-9 ? 0 : v)) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 100 }) },
  { weight: 3, arbitrary: fc.constantFrom(0, -0) },
  { weight: 1, arbitrary: fc.constant(NaN) },
);

/** Steps of time: fast, slow, and jumps of the clock. */
const gap = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 900 }) },
  { weight: 3, arbitrary: fc.integer({ min: 900, max: 20_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 20_000, max: 4_000_000 }) },
);

const spec: fc.Arbitrary<FigureSpec> = fc.record({
  aggregation: fc.constantFrom(...aggregations),
  windowMs: fc.constantFrom(1500, 2000, 5000, 10_000, 60_000, 120_000, 250_000, 300_000, 3_600_000, 86_400_000),
  offsetMs: fc.constantFrom(0, 0, 1000, 5000, 60_500, 300_000, 7_200_000),
  ignoresZero: fc.boolean(),
});

const step = fc.record({ gap, value, wait: fc.option(fc.integer({ min: 0, max: 30_000 })), settles: fc.boolean() });

describe('figures over rolling windows', () => {
  it('equal a recomputation over a plain list of the samples, at any time', () => {
    fc.assert(
      fc.property(
        fc.array(spec, { minLength: 1, maxLength: 6 }),
        fc.array(step, { maxLength: 120 }),
        (specs, steps) => {
          const bed = new FigureBed();
          for (const one of specs) bed.figures.open(bed.series, one);
          let t = start;
          let now = start;
          for (const { gap: after, value: v, wait, settles } of steps) {
            bed.commit((t += after), v);
            now = Math.max(now, t);
            if (wait === null) continue;
            now += wait;
            if (settles) bed.settle(now);
            for (const one of specs) bed.check(one, now);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('go on exactly over many revolutions of their windows, read in the midst of buckets', () => {
    const bed = new FigureBed();
    const specs = aggregations.flatMap((aggregation) => [
      { aggregation, windowMs: 10_000, offsetMs: 0 },
      { aggregation, windowMs: 300_000, offsetMs: 0 },
      { aggregation, windowMs: 250_000, offsetMs: 10_000 },
    ]);
    const figures = specs.map((one) => bed.figures.open(bed.series, one));
    for (let i = 0; i < 2500; i++) {
      const now = start + i * 490;
      bed.commit(now, Math.sin(i / 40) * 1e3 + (i % 7));
      // Who reads often makes the window move at every turn of a bucket; who compares as often takes long.
      for (const figure of figures) figure.value(now);
      if (i % 41 === 0) for (const one of specs) bed.check(one, now);
    }
  });

  it('keep no trace of a huge value that has left the window', () => {
    const bed = new FigureBed();
    const specs = (['sum', 'avg', 'stddev'] as const).map((aggregation) => ({
      aggregation,
      windowMs: 10_000,
      offsetMs: 0,
    }));
    for (const one of specs) bed.figures.open(bed.series, one);
    for (let i = 0; i < 30; i++) bed.commit(start + i * 1000, i === 3 ? 1e200 : 0.1 * (i % 2));
    const now = start + 30_000;
    bed.settle(now);
    const left = bed.closed.filter(({ t }) => t >= start + 20_000);
    for (const one of specs) {
      const actual = bed.figures.open(bed.series, one).value(now);
      assert.ok(Math.abs(actual - figureOf(left, one.aggregation)) < 1e-12, `${one.aggregation} is ${actual}`);
    }
  });

  it('are empty once their samples are too old, although nothing new comes', () => {
    const bed = new FigureBed();
    const one: FigureSpec = { aggregation: 'p95', windowMs: 10_000, offsetMs: 0 };
    const figure = bed.figures.open(bed.series, one);
    bed.commit(start, 7);
    bed.settle(start + 1000);
    assert.equal(figure.samples(start + 10_999), 1);
    assert.ok(Math.abs(figure.value(start + 10_999) - 7) <= 0.07);
    assert.equal(figure.samples(start + 11_000), 0);
    assert.ok(Number.isNaN(figure.value(start + 11_000)));
  });

  it('read windows of a second from the samples themselves, the newest included', () => {
    const bed = new FigureBed();
    const figure = bed.figures.open(bed.series, { aggregation: 'max', windowMs: 1000, offsetMs: 0 });
    assert.equal(bed.figures.wants(bed.series), false);
    bed.commit(start, 5);
    bed.commit(start + 400, 9);
    assert.equal(figure.value(start + 400), 9);
    assert.equal(figure.samples(start + 1100), 1);
    assert.ok(Number.isNaN(figure.value(start + 1500)));
  });

  it('know at once what memory holds when they are opened late', () => {
    const history = fc.array(fc.tuple(gap, value), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(history, spec, fc.nat(3000), (steps, chosen, wait) => {
        // Memory further back has buckets of which nobody knows any more how many seconds had nothing but 0.
        const isRecent = chosen.windowMs + chosen.offsetMs <= 50_000;
        const one = isRecent ? chosen : { ...chosen, ignoresZero: false };
        const bed = new FigureBed();
        let t = start;
        for (const [after, v] of steps) bed.commit((t += after), v);
        const now = t + wait;
        bed.settle(now);
        const figure = bed.figures.open(bed.series, one);
        if (isRecent) {
          bed.check(one, now);
          return;
        }
        // Memory is in buckets of 5 s and 60 s there, so a sample may be taken for as much later than it was.
        const slack = 120_000 + one.windowMs / 50 + one.offsetMs / 1000;
        const within = (from: number, to: number): number =>
          bed.closed.filter((p) => !Number.isNaN(p.v) && p.t >= from && p.t < to).length;
        const end = now - one.offsetMs;
        const from = Math.max(end - one.windowMs, t - 3_600_000);
        const samples = figure.samples(now);
        const atLeast = within(from + slack, one.offsetMs === 0 ? now : end - slack);
        const atMost = within(end - one.windowMs - slack, one.offsetMs === 0 ? now : end + slack);
        assert.ok(samples >= atLeast, `${samples} samples instead of at least ${atLeast}`);
        assert.ok(samples <= atMost, `${samples} samples instead of at most ${atMost}`);
      }),
      { numRuns: 300 },
    );
  });

  it('leave out seconds of nothing but 0 where they are told to', () => {
    const bed = new FigureBed();
    const spec: FigureSpec = { aggregation: 'avg', windowMs: 10_000, offsetMs: 0, ignoresZero: true };
    const [busy, all] = [
      bed.figures.open(bed.series, spec),
      bed.figures.open(bed.series, { ...spec, ignoresZero: false }),
    ];
    // A second with 0 and 8 in it was no rest.
    for (const [at, v] of [
      [0, 0],
      [1000, 6],
      [2000, 0],
      [2500, 8],
      [3000, 0],
      [3500, 0],
    ] as const)
      bed.commit(start + at, v);
    bed.settle(start + 4000);
    assert.deepEqual([busy.value(start + 4000), busy.samples(start + 4000)], [14 / 3, 3]);
    assert.deepEqual([all.value(start + 4000), all.samples(start + 4000)], [14 / 6, 6]);
    assert.equal(busy.since(), start);
    for (let i = 4; i < 20; i++) bed.commit(start + i * 1000, 0);
    assert.ok(Number.isNaN(busy.value(start + 20_000)));
    assert.equal(busy.samples(start + 20_000), 0);
  });

  it('of a second are without a value where they ignore 0 and there is nothing else', () => {
    const bed = new FigureBed();
    const figure = bed.figures.open(bed.series, { aggregation: 'avg', windowMs: 1000, offsetMs: 0, ignoresZero: true });
    bed.commit(start, 0);
    bed.commit(start + 100, 0);
    assert.deepEqual([figure.value(start + 100), figure.samples(start + 100)], [NaN, 0]);
    bed.commit(start + 200, 6);
    assert.deepEqual([figure.value(start + 200), figure.samples(start + 200)], [2, 3]);
  });

  it('know since when they were given samples, and begin anew with the clock', () => {
    const bed = new FigureBed();
    const figure = bed.figures.open(bed.series, { aggregation: 'avg', windowMs: 5000, offsetMs: 0 });
    assert.equal(figure.since(), Infinity);
    for (let i = 0; i < 20; i++) bed.commit(start + 300 + i * 1000, i);
    assert.equal(figure.since(), start + 300);
    const late = bed.figures.open(bed.series, { aggregation: 'max', windowMs: 5000, offsetMs: 0 });
    assert.ok(late.since() <= start + 19_300 - 5000, `opened late, it knows ${start + 19_300 - late.since()} ms`);
    const earlier = start - 3_600_000;
    for (const at of [0, 1000]) bed.commit(earlier + at, 1);
    assert.equal(figure.since(), earlier);
    bed.pipeline.forget();
    assert.equal(figure.since(), Infinity);
  });

  it('are shared, and kept until the last user closes them', () => {
    const bed = new FigureBed();
    const one: FigureSpec = { aggregation: 'avg', windowMs: 60_000, offsetMs: 0 };
    const first = bed.figures.open(bed.series, one);
    assert.equal(bed.figures.open(bed.series, { ...one }), first);
    assert.notEqual(bed.figures.open(bed.series, { ...one, aggregation: 'p50' }), first);
    bed.figures.close(bed.series, { ...one, aggregation: 'p50' });
    assert.notEqual(bed.figures.open(bed.series, { ...one, ignoresZero: true }), first);
    bed.figures.close(bed.series, { ...one, ignoresZero: true });
    bed.figures.close(bed.series, one);
    bed.commit(start, 4);
    bed.commit(start + 1000, 6);
    assert.equal(first.value(start + 1000), 4);
    bed.figures.close(bed.series, one);
    assert.equal(bed.figures.wants(bed.series), false);
    assert.throws(() => {
      bed.figures.close(bed.series, one);
    }, /not open/);
  });

  it('begin anew when the clock was set back, and when everything in memory is forgotten', () => {
    const specs = aggregations.map((aggregation) => ({ aggregation, windowMs: 60_000, offsetMs: 0 }));
    const bed = new FigureBed();
    for (const one of specs) bed.figures.open(bed.series, one);
    for (let i = 0; i < 100; i++) bed.commit(start + i * 500, i);
    const earlier = start - 3_600_000;
    const after: Point[] = [3, 8, 5].map((v, i) => ({ t: earlier + i * 1000, v }));
    for (const { t, v } of after) bed.commit(t, v);
    for (const one of specs) bed.check(one, earlier + 2000, after.slice(0, 2));
    bed.pipeline.forget();
    for (const one of specs) bed.check(one, earlier + 3000, []);
    assert.deepEqual([...bed.figures.wantsPast(earlier + 3000)], []);
  });

  it('count a series once that has several columns in its group', () => {
    const bed = new FigureBed();
    const group = bed.pipeline.group('twice', 10);
    const series = bed.pipeline.series('model.errors', { overflow: 'true' });
    group.setLayout([series, series]);
    const figure = bed.figures.open(series, { aggregation: 'count', windowMs: 10_000, offsetMs: 0 });
    for (let i = 0; i < 3; i++) {
      group.values.fill(i);
      bed.pipeline.commit(group, start + i * 1000);
    }
    assert.equal(figure.value(start + 2000), 2);
  });
});
