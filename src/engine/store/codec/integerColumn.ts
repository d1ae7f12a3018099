import { type ByteReader, DamagedBytes } from './byteReader';
import type { ByteWriter } from './byteWriter';
import { planesFor, readPlanes, writePlanes } from './planes';
import { bestPrediction, fromResiduals, toResiduals } from './prediction';

/** Up to so many values bytes are saved by giving each only as many as it needs; beyond, deflate does better with planes. */
const fewValues = 48;

/** Distances of the values from the first one stay below this, so that residuals of any order are exact. */
export const widestRange = 2 ** 49;

const hasFactor = 4;
const hasCentre = 8;

/** Writes the first `count` numbers, which are integers less than `widestRange` apart, and spoils them. */
export function writeIntegers(writer: ByteWriter, integers: Float64Array, count: number): void {
  const base = integers[0]!;
  const factor = takeOut(base, integers, count);
  const prediction = bestPrediction(integers, count);
  const largest = toResiduals(integers, count, prediction);
  const planes = count <= fewValues ? 0 : planesFor(largest);
  writer.u8(
    prediction.order | (factor > 1 ? hasFactor : 0) | (prediction.centre !== 0 ? hasCentre : 0) | (planes << 4),
  );
  writer.signed(base);
  if (factor > 1) writer.varint(factor);
  if (prediction.centre !== 0) writer.signed(prediction.centre);
  if (planes === 0) for (let i = 0; i < count; i++) writer.varint(integers[i]!);
  else writePlanes(writer, integers, count, planes);
}

/** Reads what `writeIntegers` wrote into the front of `integers`, each divided by `power`. @throws DamagedBytes */
export function readIntegers(reader: ByteReader, integers: Float64Array, count: number, power: number): void {
  const shape = reader.u8();
  const order = shape & 3;
  if (order === 3) throw new DamagedBytes('A column is told in a way that is not known.');
  const base = reader.signed();
  const factor = shape & hasFactor ? reader.varint() : 1;
  const centre = shape & hasCentre ? reader.signed() : 0;
  const planes = shape >> 4;
  if (planes === 0) for (let i = 0; i < count; i++) integers[i] = reader.varint();
  else readPlanes(reader, integers, count, planes);
  fromResiduals(integers, count, { order, centre });
  for (let i = 0; i < count; i++) integers[i] = (base + factor * integers[i]!) / power;
}

/** Makes the integers multiples of their largest common factor, counted from the first one; returns the factor. */
function takeOut(base: number, integers: Float64Array, count: number): number {
  let factor = 0;
  for (let i = 0; i < count; i++) {
    const distance = integers[i]! - base;
    integers[i] = distance;
    if (factor !== 1 && distance !== 0) factor = commonFactor(Math.abs(distance), factor);
  }
  if (factor > 1) for (let i = 0; i < count; i++) integers[i]! /= factor;
  return factor;
}

function commonFactor(one: number, other: number): number {
  while (other !== 0) {
    const rest = one % other;
    one = other;
    other = rest;
  }
  return one;
}
