import { binOf, type SketchBuilder } from '../../windows/sketch';
import { integerLimit, powerOfTen } from '../codec/quantize';
import type { OpenBuckets } from './buckets';

/** Fills one bucket from the quantized values in rows `from` to `to`, not included. */
export function fillBucket(
  buckets: OpenBuckets,
  bucket: number,
  values: Float64Array,
  from: number,
  to: number,
  decimals: number,
): void {
  const power = powerOfTen(decimals);
  let count = 0;
  let sum = 0;
  let scaledSum = 0;
  let min = Infinity;
  let max = -Infinity;
  let first = NaN;
  let last = NaN;
  for (let row = from; row < to; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    if (count++ === 0) first = value;
    last = value;
    sum += value;
    scaledSum += Math.round(value * power);
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) return;
  // Integers add up without rounding, so that a sum is the same however its samples were cut.
  const isScaled = Math.max(-min, max, Math.abs(scaledSum) / power) * power < integerLimit;
  const total = isScaled ? scaledSum / power + 0 : sum;
  buckets.count[bucket] = count;
  buckets.sum[bucket] = total;
  buckets.min[bucket] = min;
  buckets.max[bucket] = max;
  buckets.first[bucket] = first;
  buckets.last[bucket] = last;
  buckets.m2[bucket] = min === max ? 0 : squaredDistances(values, from, to, total / count);
}

/** Puts the values in rows `from` to `to`, not included, into a sketch. */
export function fillSketch(builder: SketchBuilder, values: Float64Array, from: number, to: number): void {
  let before = NaN;
  let bin = 0;
  for (let row = from; row < to; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    // Taking a logarithm is most of the work, and many values repeat the one before.
    if (value !== before) bin = binOf(value);
    before = value;
    builder.add(bin, 1);
  }
}

function squaredDistances(values: Float64Array, from: number, to: number, mean: number): number {
  let m2 = 0;
  for (let row = from; row < to; row++) {
    const value = values[row]!;
    if (!Number.isNaN(value)) m2 += (value - mean) ** 2;
  }
  return m2;
}
