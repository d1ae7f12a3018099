import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import type { LineColumns } from '../../../../webview/performance/chart/chartContent';
import { DrawnLine } from '../../../../webview/performance/chart/drawnLine';
import { firstFrom, traceOf } from '../../../../webview/performance/chart/lineData';
import { PointBuffer, type Point } from '../../../../webview/shared/pointBuffer';

const columns = (stepMs: number, rows: readonly (readonly [number, number])[]): LineColumns => ({
  stepMs,
  times: Float64Array.from(rows, ([time]) => time),
  avg: Float64Array.from(rows, ([, value]) => value),
});
const drawn = (data: LineColumns, from: number, to: number, bucketMs = 1, shiftMs = 0): Point[] => {
  const out = new PointBuffer();
  traceOf(data, shiftMs, true).fill(from, to, bucketMs, out);
  return out.points.map(({ x, y }) => ({ x, y }));
};
const ascending = fc
  .array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 200 })
  .map((times) => Float64Array.from(new Set(times)).sort());

describe('Columns of an answer', () => {
  it('are searched as a list would be', () => {
    fc.assert(
      fc.property(ascending, fc.integer({ min: -10, max: 100_010 }), (times, time) => {
        const at = times.findIndex((one) => one >= time);
        assert.equal(firstFrom(times, time), at < 0 ? times.length : at);
      }),
    );
  });

  it('of steps stand in the middles of their steps, and break where steps are missing', () => {
    const data = {
      ...columns(1000, [
        [0, 1],
        [1000, 2],
        [2000, 3],
        [6000, 4],
        [7000, 5],
      ]),
      count: Float64Array.of(9, 9, 9, 9, 9),
    };
    assert.deepEqual(drawn(data, 0, 8000), [
      { x: 500, y: 1 },
      { x: 1500, y: 2 },
      { x: 2500, y: 3 },
      { x: 4500, y: NaN },
      { x: 6500, y: 4 },
      { x: 7500, y: 5 },
    ]);
  });

  it('of steps without a value are steps that are not there, and no part of the greatest', () => {
    const data = {
      ...columns(1000, [
        [0, 1],
        [1000, 2],
        [2000, NaN],
        [6000, 40],
        [7000, Infinity],
      ]),
      count: Float64Array.of(9, 9, NaN, 9, 9),
    };
    assert.deepEqual(drawn(data, 0, 8000), [
      { x: 500, y: 1 },
      { x: 1500, y: 2 },
      { x: 4000, y: NaN },
      { x: 6500, y: 40 },
      { x: 7000, y: 40 },
    ]);
    for (const hasBand of [true, false])
      assert.equal(traceOf(data, 0, hasBand).fill(0, 8000, 1, new PointBuffer()), 40);
    assert.deepEqual(traceOf(data, 0, false).figureOf(0, 8000), { value: 43 / 3 });
  });

  it('of samples never leave the stretch by more than one sample, nor make more points than the buckets hold', () => {
    fc.assert(
      fc.property(ascending, fc.integer({ min: 0, max: 50_000 }), (times, from) => {
        const data = { stepMs: 0, times, avg: times.map((time) => Math.sin(time)) };
        const to = from + 20_000;
        const points = drawn(data, from, to, 400).filter(({ y }) => !Number.isNaN(y));
        assert.ok(points.filter(({ x }) => x < from).length <= 2);
        assert.ok(points.every(({ x }) => x <= to + 400));
        // Two for each bucket, and a dash for a sample that stands alone.
        assert.ok(points.length <= 3 * (20_000 / 400 + 2));
      }),
    );
  });

  it('of samples break at the left edge after as long as anywhere else', () => {
    const data = columns(0, [
      [0, 1],
      [100, 2],
      [20_000, 3],
      [20_100, 4],
    ]);
    assert.deepEqual(drawn(data, 10_000, 30_000).filter(({ y }) => Number.isNaN(y)).length, 1);
  });

  it('lie in another time when they are shifted, in values and in points', () => {
    const data = columns(0, [
      [0, 1],
      [1000, 2],
      [2000, 3],
    ]);
    const trace = traceOf(data, 86_400_000, false);
    assert.equal(trace.valueNear(86_401_010), 2);
    assert.ok(Number.isNaN(trace.valueNear(1000)));
    assert.deepEqual(
      drawn(data, 86_400_000, 86_402_000, 1, 86_400_000).map(({ x, y }) => [x - 86_400_000, y]),
      [
        [0, 1],
        [1000, 2],
        [2000, 3],
      ],
    );
    assert.deepEqual(trace.figureOf(86_400_000, 86_402_000), { value: 2, low: 1, high: 3 });
  });

  it('without a value show none, whatever stands for it', () => {
    const data = columns(0, [
      [0, 1],
      [1000, NaN],
      [2000, Infinity],
      [3000, 4],
    ]);
    const points = drawn(data, 0, 4000, 1);
    assert.ok(points.every(({ y }) => Number.isNaN(y) || y === 1 || y === 4));
    assert.ok(points.some(({ y }) => Number.isNaN(y)));
    assert.equal(drawn(columns(0, []), 0, 1000).length, 0);
    assert.equal(drawn(columns(1000, []), 0, 1000).length, 0);
    assert.ok(Number.isNaN(traceOf(columns(0, []), 0, true).valueNear(5)));
  });

  it('are read anew when others come, and tell both ends of their bands', () => {
    const band = (low: number, high: number): LineColumns => ({
      ...columns(1000, [
        [0, 5],
        [1000, 6],
      ]),
      min: Float64Array.of(low, low),
      max: Float64Array.of(high, high),
    });
    const line = {
      key: 'a',
      name: 'A',
      axis: 'watts',
      colour: 'blue',
      isDashed: false,
      quality: 'measured',
      isComparison: false,
    } as const;
    const one = new DrawnLine({ ...line, data: band(-3, 9) });
    one.fill(0, 2000, 10);
    assert.deepEqual([one.least, one.greatest], [-3, 9]);
    const first = one.trace;
    assert.equal(one.trace, first);
    one.line = { ...line, data: band(1, 20) };
    one.fill(0, 2000, 10);
    assert.deepEqual([one.least, one.greatest], [1, 20]);
    // A comparison has no band, and so none to make room for.
    one.line = { ...line, data: band(1, 20), isComparison: true, shiftMs: 0 };
    const other = new DrawnLine(one.line);
    other.fill(0, 2000, 10);
    assert.deepEqual([other.least, other.greatest], [5, 6]);
  });
});
