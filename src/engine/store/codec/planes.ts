import { type ByteReader, DamagedBytes } from './byteReader';
import type { ByteWriter } from './byteWriter';

/** Planes that hold every integer up to 2^53. */
export const mostPlanes = 7;

/** Bytes that an integer from 0 to 2^53 needs. */
export function planesFor(largest: number): number {
  let planes = 1;
  for (let rest = largest; rest >= 256; rest = Math.floor(rest / 256)) planes++;
  return planes;
}

/**
 * Writes integers from 0 to 2^53 as bytes of one weight together, the lowest first: what is noise and what hardly
 * changes then do not stand side by side, and deflate makes more of both.
 */
export function writePlanes(writer: ByteWriter, values: Float64Array, count: number, planes: number): void {
  const room = writer.reserve(planes * count);
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    room[i] = value;
  }
  for (let plane = 1; plane < planes; plane++) {
    const weight = 256 ** plane;
    for (let i = 0, at = plane * count; i < count; i++) room[at++] = Math.floor(values[i]! / weight);
  }
}

/** Reads what `writePlanes` wrote into the front of `values`. */
export function readPlanes(reader: ByteReader, values: Float64Array, count: number, planes: number): void {
  if (planes > mostPlanes) throw new DamagedBytes(`${planes} byte planes are more than an integer has.`);
  const bytes = reader.raw(planes * count);
  for (let i = 0; i < count; i++) values[i] = bytes[i]!;
  for (let plane = 1, weight = 256; plane < planes; plane++, weight *= 256)
    for (let i = 0, at = plane * count; i < count; i++) values[i]! += bytes[at++]! * weight;
}
