import assert from 'node:assert/strict';
import type { TierChunk } from '../../../../src/engine/store/chunk';

/** Fails unless two chunks say the same: everything exactly, and spreads within `tolerance` of each other. */
export function assertSameTier(actual: TierChunk, expected: TierChunk, tolerance: number): void {
  assert.equal(actual.tierMs, expected.tierMs);
  for (const name of ['starts', 'firstAt', 'lastAt'] as const) assert.deepEqual(actual[name], expected[name], name);
  assert.deepEqual(
    actual.columns.map(({ series }) => series),
    expected.columns.map(({ series }) => series),
  );
  for (const [index, { series, buckets }] of expected.columns.entries()) {
    const found = actual.columns[index]!.buckets;
    for (const name of ['count', 'sum', 'min', 'max', 'first', 'last'] as const)
      assert.deepEqual([...found[name]], [...buckets[name]], `${name} of ${series.metric}`);
    assert.deepEqual(found.sketches, buckets.sketches, `sketches of ${series.metric}`);
    for (let row = 0; row < buckets.m2.length; row++)
      assertNear(found.m2[row]!, buckets.m2[row]!, tolerance, `m2 of ${series.metric} in bucket ${row}`);
  }
}

function assertNear(actual: number, expected: number, tolerance: number, what: string): void {
  if (Number.isNaN(expected) || expected === 0) assert.equal(actual, expected, what);
  else assert.ok(Math.abs(actual - expected) <= tolerance * expected, `${what}: ${actual}, not ${expected}`);
}
