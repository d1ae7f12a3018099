import type { ByteReader } from '../codec/byteReader';
import type { ByteWriter } from '../codec/byteWriter';
import { decodeColumn, encodeColumn } from '../codec/column';
import { integerLimit, powerOfTen } from '../codec/quantize';
import type { Figures } from './figures';
import { spreadCode, spreadOf } from './spreadCode';

/** Whether all figures are small enough that, scaled to integers, what they differ by is exact. */
export function canBeRelative({ count, sum, min, max, first, last }: Figures, decimals: number): boolean {
  const power = powerOfTen(decimals);
  return count.every((n, i) => {
    const [low, high] = [min[i]! * power, max[i]! * power];
    const isBetween = (value: number): boolean => value >= min[i]! && value <= max[i]!;
    return (
      Math.max(Math.abs(low), Math.abs(high)) * n * 2 < integerLimit &&
      isBetween(first[i]!) &&
      isBetween(last[i]!) &&
      Math.abs(sum[i]! * power) < integerLimit &&
      (low !== high || Math.round(sum[i]! * power) === Math.round(low) * n)
    );
  });
}

/**
 * Writes each bucket's least value, how far the largest lies above it, and, where they differ, how far the other
 * figures lie from those two: small numbers, and nothing at all where a series stood still.
 */
export function writeRelative(writer: ByteWriter, figures: Figures, decimals: number): void {
  const power = powerOfTen(decimals);
  const scaled = (column: Float64Array): Float64Array => column.map((value) => Math.round(value * power));
  const [sum, min, max] = [scaled(figures.sum), scaled(figures.min), scaled(figures.max)];
  const [first, last] = [scaled(figures.first), scaled(figures.last)];
  const { count, m2 } = figures;
  const width = max.map((high, i) => high - min[i]!);
  encodeColumn(writer, min, 0);
  encodeColumn(writer, width, 0);
  const writeVarying = (figure: (i: number) => number): void => {
    encodeColumn(
      writer,
      width.map((_, i) => figure(i)).filter((_, i) => width[i]! > 0),
      0,
    );
  };
  writeVarying((i) => first[i]! - min[i]!);
  writeVarying((i) => last[i]! - min[i]!);
  writeVarying((i) => sum[i]! - middleSum(count[i]!, min[i]!, width[i]!));
  writeVarying((i) => spreadCode(m2[i]!, (width[i]! / power) ** 2));
}

/** Figures of buckets with so many samples. @throws DamagedBytes */
export function readRelative(reader: ByteReader, count: Float64Array, decimals: number): Figures {
  const power = powerOfTen(decimals);
  const min = decodeColumn(reader, count.length);
  const width = decodeColumn(reader, count.length);
  let varying = 0;
  for (const distance of width) if (distance > 0) varying++;
  const next = (): Float64Array => {
    const column = new Float64Array(count.length);
    decodeColumn(reader, varying, column.subarray(0, varying));
    return column;
  };
  const [first, last, sum, m2] = [next(), next(), next(), next()];
  // In their own place, from the end on, since what differs lies at the front: memory for twice as much costs as much.
  for (let i = count.length - 1, at = varying; i >= 0; i--) {
    const low = min[i]!;
    const high = low + width[i]!;
    const isVarying = width[i]! > 0;
    if (isVarying) at--;
    first[i] = (isVarying ? low + first[at]! : low) / power;
    last[i] = (isVarying ? low + last[at]! : low) / power;
    sum[i] = (isVarying ? middleSum(count[i]!, low, width[i]!) + sum[at]! : low * count[i]!) / power;
    m2[i] = isVarying ? spreadOf(m2[at]!, (width[i]! / power) ** 2) : 0;
    min[i] = low / power;
    width[i] = high / power;
  }
  return { count, min, max: width, first, last, sum, m2 };
}

/** About what the samples of a bucket add up to when they lie evenly between its least and its largest. */
function middleSum(count: number, min: number, width: number): number {
  return Math.floor((count * (2 * min + width)) / 2);
}
