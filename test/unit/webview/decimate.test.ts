import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { Column } from '../../../webview/shared/column';
import { decimate } from '../../../webview/shared/decimate';
import { PointBuffer } from '../../../webview/shared/pointBuffer';

const columnOf = (samples: readonly (readonly [number, number])[]): Column => {
  const column = new Column();
  for (const [time, value] of samples) column.append(time, value);
  return column;
};

const drawn = (column: Column, from: number, to: number, bucketMs: number) => {
  const out = new PointBuffer();
  const greatest = decimate(column, from, to, bucketMs, out);
  return { greatest, points: out.points.map(({ x, y }) => [x, y]) };
};

describe('decimate', () => {
  it('draws every sample while there is one a bucket', () => {
    const samples = [
      [0, 1],
      [100, 5],
      [200, 3],
    ] as const;
    assert.deepEqual(drawn(columnOf(samples), 0, 200, 100), { greatest: 5, points: samples.map((s) => [...s]) });
  });

  it('keeps the least and the greatest of a bucket, in their order', () => {
    const column = columnOf([
      [0, 5],
      [10, 9],
      [20, 1],
      [30, 4],
      [100, 2],
      [110, 8],
    ]);
    assert.deepEqual(drawn(column, 0, 200, 100).points, [
      [10, 9],
      [20, 1],
      [100, 2],
      [110, 8],
    ]);
  });

  it('breaks the line where there was no value', () => {
    const column = columnOf([
      [0, 1],
      [100, 2],
      [200, NaN],
      [300, NaN],
      [400, 3],
      [500, 4],
    ]);
    assert.deepEqual(drawn(column, 0, 500, 100).points, [
      [0, 1],
      [100, 2],
      [200, NaN],
      [400, 3],
      [500, 4],
    ]);
  });

  it('breaks the line where samples stopped coming, but not where they are slow', () => {
    const stopped = columnOf([
      [0, 1],
      [100, 2],
      [60_000, 3],
      [60_100, 4],
    ]);
    assert.equal(drawn(stopped, 0, 61_000, 100).points.filter(([, y]) => Number.isNaN(y)).length, 1);
    for (const periodMs of [10_000, 60_000]) {
      const slow = columnOf([0, 1, 2, 3].map((row) => [row * periodMs, row] as const));
      assert.equal(drawn(slow, 0, 4 * periodMs, 100).points.filter(([, y]) => Number.isNaN(y)).length, 0);
    }
  });

  it('breaks the line once where samples become slow, and is whole again from there', () => {
    const times = [0, 100, 200, 5200, 10_200, 15_200, 20_200];
    const slower = columnOf(times.map((time) => [time, 1] as const));
    const breaks = drawn(slower, 0, 21_000, 100).points.filter(([, y]) => Number.isNaN(y));
    assert.deepEqual(
      breaks.map(([x]) => x),
      [2700],
    );
    const gaps = [0, 1000, 2000, 62_000, 162_000].map((time) => [time, 1] as const);
    assert.equal(drawn(columnOf(gaps), 0, 163_000, 100).points.filter(([, y]) => Number.isNaN(y)).length, 2);
  });

  it('breaks the line at the left edge after as long as anywhere else', () => {
    const breaks = (samples: readonly (readonly [number, number])[], from: number): number =>
      drawn(columnOf(samples), from, 60_000, 100).points.filter(([, y]) => Number.isNaN(y)).length;
    const fast = [
      [0, 1],
      [100, 2],
      [20_000, 3],
      [20_100, 4],
    ] as const;
    assert.equal(breaks(fast, 10_000), 1, 'as the samples on either side tell');
    assert.equal(breaks(fast.slice(1), 10_000), 1, 'as those after it tell');
    assert.equal(breaks(fast.slice(0, 3), 10_000), 1, 'as those before it tell');
    assert.equal(breaks(fast.slice(1, 3), 10_000), 0, 'nothing tells how often samples come');
  });

  it('shows a sample alone between gaps as a short dash', () => {
    const column = columnOf([
      [0, NaN],
      [100, 7],
      [200, NaN],
    ]);
    assert.deepEqual(drawn(column, 0, 300, 50).points, [
      [100, 7],
      [150, 7],
      [200, NaN],
    ]);
  });

  it('comes in from the left edge and ends at the right one', () => {
    const column = columnOf([0, 100, 200, 300, 400].map((time) => [time, time] as const));
    assert.deepEqual(
      drawn(column, 150, 300, 10).points.map(([x]) => x),
      [100, 200, 300],
    );
  });

  it('keeps buckets where they are while the picture scrolls', () => {
    const column = columnOf(Array.from({ length: 500 }, (_, at) => [at * 10, (at * 7919) % 101] as const));
    const before = drawn(column, 1000, 4000, 100).points;
    const after = drawn(column, 1030, 4030, 100).points;
    const inner = (points: number[][]) => points.filter(([x]) => x! >= 1200 && x! < 3900);
    assert.deepEqual(inner(after), inner(before));
  });

  it('makes no new points for the next picture', () => {
    const column = columnOf([
      [0, 1],
      [100, 2],
    ]);
    const out = new PointBuffer();
    decimate(column, 0, 100, 10, out);
    const first = out.points[0];
    decimate(column, 0, 100, 10, out);
    assert.equal(out.points[0], first);
  });

  it('never loses an extreme, never passes two points a bucket, for any samples', () => {
    const samples = fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: -1000, max: 1000 })), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 5000 }), (steps, bucketMs) => {
        let time = 0;
        const column = columnOf(steps.map(([step, value]) => [(time += step), value] as const));
        const { greatest, points } = drawn(column, 0, time, bucketMs);
        const values = steps.map(([, value]) => value);
        assert.equal(greatest, Math.max(...values));
        assert.ok(points.some(([, y]) => y === Math.min(...values)));
        const perBucket = new Map<number, number>();
        for (const [x] of points) {
          const bucket = Math.floor(x! / bucketMs);
          perBucket.set(bucket, (perBucket.get(bucket) ?? 0) + 1);
        }
        assert.ok([...perBucket.values()].every((count) => count <= 2));
      }),
    );
  });
});
