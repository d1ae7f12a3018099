import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { PastTrace } from '../../../../webview/shared/past/pastTrace';
import { mostPoints, pastStep } from '../../../../webview/shared/past/pastStep';
import { Steps } from '../../../../webview/shared/past/steps';
import { PointBuffer } from '../../../../webview/shared/pointBuffer';

const column = (values: readonly number[]): Float64Array => Float64Array.from(values);
const columnsOf = (
  rows: readonly (readonly [time: number, mean: number, low: number, high: number, count: number])[],
) => ({
  times: column(rows.map(([time]) => time)),
  means: column(rows.map(([, mean]) => mean)),
  lows: column(rows.map(([, , low]) => low)),
  highs: column(rows.map(([, , , high]) => high)),
  counts: column(rows.map(([, , , , count]) => count)),
});
const stepsOf = (...rows: Parameters<typeof columnsOf>[0]): Steps => {
  const steps = new Steps(10, true);
  steps.replace(-Infinity, 0, columnsOf(rows));
  return steps;
};
const pointsOf = (trace: PastTrace, from: number, to: number): (number | undefined)[][] => {
  const out = new PointBuffer();
  trace.fill(from, to, 1, out);
  return out.points.map(({ x, y }) => [x, y]);
};

describe('Steps', () => {
  it('are the same however their samples came: in answers, or live after them', () => {
    const sample = fc.record({
      after: fc.integer({ min: 1, max: 25 }),
      value: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 200 }), fc.nat(200), (samples, cut) => {
        let time = 0;
        const timed = samples.map(({ after, value }) => ({ time: (time += after), value }));
        const whole = new Steps(10, true);
        for (const one of timed) whole.take(one.time, one.value);
        const rows = [...Array(whole.length).keys()];
        const all = columnsOf(
          rows.map((row) => [
            whole.timeAt(row),
            whole.meanAt(row),
            whole.lowAt(row),
            whole.highAt(row),
            whole.countAt(row),
          ]),
        );
        // What is known until a time is answered; the rest comes live.
        const known = new Steps(10, true);
        for (const one of timed.slice(0, cut)) known.take(one.time, one.value);
        const answered = new Steps(10, true);
        answered.replace(
          -Infinity,
          0,
          columnsOf(
            [...Array(known.length).keys()].map((row) => [
              known.timeAt(row),
              known.meanAt(row),
              known.lowAt(row),
              known.highAt(row),
              known.countAt(row),
            ]),
          ),
        );
        for (const one of timed.slice(cut)) answered.take(one.time, one.value);
        for (const row of rows) {
          assert.equal(answered.timeAt(row), all.times[row]);
          assert.ok(Math.abs(answered.meanAt(row) - all.means[row]!) < 1e-6);
          assert.deepEqual(
            [answered.lowAt(row), answered.highAt(row), answered.countAt(row)],
            [all.lows[row], all.highs[row], all.counts[row]],
          );
        }
        assert.equal(answered.length, whole.length);
      }),
    );
  });

  it('give way to an answer from its beginning on, and forget what is too old', () => {
    const steps = stepsOf([0, 1, 1, 1, 9], [10, 2, 2, 2, 9], [20, 3, 3, 3, 9]);
    steps.replace(
      10,
      20,
      columnsOf([
        [20, 7, 6, 8, 5],
        [30, 9, 9, 9, 1],
      ]),
    );
    assert.deepEqual(
      [0, 1, 2].map((row) => [steps.timeAt(row), steps.meanAt(row)]),
      [
        [10, 2],
        [20, 7],
        [30, 9],
      ],
    );
    assert.equal(steps.length, 3);
    steps.replace(30, 30, undefined);
    assert.equal(steps.length, 0);
  });

  it('leave out what is no value', () => {
    const steps = stepsOf([0, NaN, NaN, NaN, 0], [10, Infinity, 1, 1, 3], [20, 5, 5, 5, NaN]);
    assert.deepEqual([steps.length, steps.timeAt(0), steps.countAt(0)], [1, 20, 1]);
    steps.take(30, NaN);
    steps.take(5, 1);
    assert.equal(steps.length, 1);
  });
});

describe('PastTrace', () => {
  const dense = stepsOf([0, 10, 0, 20, 100], [10, 20, 10, 30, 100], [40, 30, 25, 60, 50]);
  const trace = new PastTrace(dense);

  it('breaks where a step is missing, and shows a step that is alone', () => {
    assert.deepEqual(pointsOf(trace, 0, 100), [
      [5, 10],
      [15, 20],
      [30, NaN],
      [45, 30],
      [50, 30],
    ]);
  });

  it('does not break what is sampled less than once a step', () => {
    const rare = new PastTrace(stepsOf([0, 1, 1, 1, 1], [50, 2, 2, 2, 1], [100, 3, 3, 3, 1], [300, 4, 4, 4, 1]));
    assert.deepEqual(
      pointsOf(rare, 0, 1000).map(([, y]) => y),
      [1, 2, 3, NaN, 4, 4],
    );
  });

  it('ends the newest step where the picture ends', () => {
    assert.deepEqual(pointsOf(trace, 0, 44).at(-1), [44, 30]);
  });

  it('scales to what is inside the steps', () => {
    assert.equal(trace.fill(0, 100, 1, new PointBuffer()), 60);
  });

  it('weighs a mean by samples, not by steps', () => {
    assert.deepEqual(trace.figureOf(0, 100), { value: (10 * 100 + 20 * 100 + 30 * 50) / 250, low: 0, high: 60 });
    assert.ok(Number.isNaN(trace.figureOf(200, 300).value));
  });

  it('knows the step that a time lies in, and none in a gap', () => {
    assert.deepEqual(trace.figureNear(12), { value: 20, low: 10, high: 30 });
    assert.equal(trace.valueNear(0), 10);
    assert.ok(Number.isNaN(trace.valueNear(30)));
    assert.ok(Number.isNaN(trace.valueNear(-1)));
  });
});

describe('pastStep', () => {
  it('keeps every answer within its bounds', () => {
    const range = fc.constantFrom(900_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000, 2_592_000_000);
    fc.assert(
      fc.property(range, fc.integer({ min: 1, max: 600 }), (rangeMs, series) => {
        const steps = rangeMs / pastStep(rangeMs, series);
        assert.ok((steps + 2) * series <= mostPoints && steps <= 600);
      }),
    );
  });
});
