import { type ByteReader, DamagedBytes } from './byteReader';
import type { ByteWriter } from './byteWriter';
import { bytesOf, costOf, symbols } from './costOf';
import { layoutFor, readLaidOut, writeLaidOut } from './layout';
import { above, around, fromResiduals, type Prediction, predictions, step, toResiduals } from './prediction';

/** Integers of a column lie less than this apart, so that residuals are exact. */
export const widestRange = 2 ** 50;

// The first byte: two bits for the way of predicting, one each for what follows besides, four for the layout.
const wayBits = 3;
const hasFactor = 4;
const hasCentre = 8;
const layoutShift = 4;

/** How many numbers `writeIntegers` works with. */
export function numbersFor(count: number): number {
  return 2 * count + symbols;
}

/** Writes the first `count` of `numbers`, which are integers and not all equal, and spoils all of `numbers`. */
export function writeIntegers(writer: ByteWriter, numbers: Float64Array, count: number): void {
  const base = numbers[0]!;
  const factor = takeOut(numbers, count);
  const best = bestPrediction(numbers, count);
  toResiduals(numbers, count, best, count);
  const layout = layoutFor(numbers, count, count);
  writer.u8(best.way | (factor > 1 ? hasFactor : 0) | (best.centre === 0 ? 0 : hasCentre) | (layout << layoutShift));
  writer.signed(base);
  if (factor > 1) writer.varint(factor);
  if (best.centre !== 0) writer.signed(best.centre);
  writeLaidOut(writer, numbers, count, count, layout);
}

/** Reads what `writeIntegers` wrote into the front of `values`, each divided by `power`. @throws DamagedBytes */
export function readIntegers(reader: ByteReader, values: Float64Array, count: number, power: number): void {
  const shape = reader.u8();
  const way = shape & wayBits;
  if (way !== above && way !== around && way !== step)
    throw new DamagedBytes('A column is told in a way that is not known.');
  const base = reader.signed();
  const factor = shape & hasFactor ? reader.varint() : 1;
  const centre = shape & hasCentre ? reader.signed() : 0;
  readLaidOut(reader, values, count, shape >> layoutShift);
  fromResiduals(values, count, { way, centre });
  for (let i = 0; i < count; i++) values[i] = (base + factor * values[i]!) / power;
}

/** Counts the integers from the first one, in units of the largest factor that they share, which is returned. */
function takeOut(integers: Float64Array, count: number): number {
  const base = integers[0]!;
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
  while (other !== 0) [one, other] = [other, one % other];
  return one;
}

function bestPrediction(numbers: Float64Array, count: number): Prediction {
  const [first, ...others] = predictions(numbers, count);
  const cost = (prediction: Prediction): number => {
    toResiduals(numbers, count, prediction, count);
    return (
      costOf(numbers, count, count, 2 * count) + (prediction.centre === 0 ? 0 : 8 * bytesOf(2 * prediction.centre))
    );
  };
  let best = first;
  let least = cost(best);
  for (const prediction of others) {
    const bits = cost(prediction);
    if (bits < least) [best, least] = [prediction, bits];
  }
  return best;
}
