import { type ByteReader, DamagedBytes } from './byteReader';
import type { ByteWriter } from './byteWriter';

/** Up to so many integers a column lives in a journal or is short: varints are shortest before anything deflates them. */
export const fewIntegers = 48;
/** In a column of bytes this one says that what is missing to the integer comes after all bytes, as a varint. */
export const escape = 255;

export const asVarints = 0;
const asBytes = 8;
/** Planes that hold every integer up to 2^53. */
const mostPlanes = 7;

/** Integers from here on take three bytes as varints, and planes are shorter. */
const wide = 2 ** 14;

/**
 * How integers from 0 are laid out: 0 as varints, 8 as a byte each with what does not fit after them, 1 to 7 as so
 * many planes, the bytes of one weight together. Which is shortest once deflated was measured.
 */
export type Layout = number;

/** The layout that suits the `count` integers from `at` on. */
export function layoutFor(integers: Float64Array, at: number, count: number): Layout {
  if (count <= fewIntegers) return asVarints;
  let large = 0;
  let wider = 0;
  let largest = 0;
  for (let i = at; i < at + count; i++) {
    const integer = integers[i]!;
    if (integer >= escape) large++;
    if (integer >= wide) wider++;
    if (integer > largest) largest = integer;
  }
  if (2 * large <= count) return asBytes;
  return 2 * wider <= count ? asVarints : planesFor(largest);
}

function planesFor(largest: number): Layout {
  let planes = 1;
  for (let rest = largest; rest >= 256; rest = Math.floor(rest / 256)) planes++;
  return planes;
}

export function writeLaidOut(
  writer: ByteWriter,
  integers: Float64Array,
  at: number,
  count: number,
  layout: Layout,
): void {
  const end = at + count;
  if (layout === asVarints) for (let i = at; i < end; i++) writer.varint(integers[i]!);
  else if (layout === asBytes) {
    const bytes = writer.reserve(count);
    for (let i = 0; i < count; i++) bytes[i] = Math.min(escape, integers[at + i]!);
    for (let i = at; i < end; i++) if (integers[i]! >= escape) writer.varint(integers[i]! - escape);
  } else {
    const bytes = writer.reserve(layout * count);
    for (let plane = 0, to = 0; plane < layout; plane++)
      for (let i = at; i < end; i++) bytes[to++] = Math.floor(integers[i]! / 256 ** plane);
  }
}

/** Reads what `writeLaidOut` wrote into the front of `integers`. @throws DamagedBytes */
export function readLaidOut(reader: ByteReader, integers: Float64Array, count: number, layout: Layout): void {
  if (layout === asVarints) for (let i = 0; i < count; i++) integers[i] = reader.varint();
  else if (layout === asBytes) {
    const bytes = reader.raw(count);
    for (let i = 0; i < count; i++) integers[i] = bytes[i] === escape ? escape + reader.varint() : bytes[i]!;
  } else if (layout <= mostPlanes) {
    const bytes = reader.raw(layout * count);
    integers.fill(0, 0, count);
    for (let plane = 0, from = 0, weight = 1; plane < layout; plane++, weight *= 256)
      for (let i = 0; i < count; i++) integers[i]! += bytes[from++]! * weight;
  } else throw new DamagedBytes('A column is laid out in a way that is not known.');
}
