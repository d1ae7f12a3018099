import { type ByteReader, DamagedBytes } from './byteReader';
import type { ByteWriter } from './byteWriter';
import { bytesOf, costOf, symbols } from './costOf';
import { asVarints, type Layout, layoutFor, readLaidOut, writeLaidOut } from './layout';
import { above, around, fromResiduals, type Prediction, predictions, step, toResiduals } from './prediction';

/** Integers of a column lie less than this apart, so that residuals are exact. */
export const widestRange = 2 ** 50;

// The first byte: two bits for the way of predicting, one each for what follows besides, four for the layout.
const wayBits = 3;
const hasFactor = 4;
const hasCentre = 8;
const layoutShift = 4;

/** A long column is judged by so many pieces of it, spread evenly: judging took longer than writing. */
const pieces = 8;
const pieceLength = 256;
const steps: Prediction = { way: step, centre: 0 };

/** How many numbers `writeIntegers` works with. */
export function numbersFor(count: number): number {
  return 2 * count + symbols;
}

/** Writes the first `count` of `numbers`, which are integers and not all equal, and spoils all of `numbers`. */
export function writeIntegers(writer: ByteWriter, numbers: Float64Array, count: number): void {
  const base = numbers[0]!;
  const factor = takeOut(numbers, count);
  const best = bestPrediction(numbers, count);
  toResiduals(numbers, 0, count, best, count);
  write(writer, numbers, count, { base, factor, prediction: best, layout: layoutFor(numbers, count, count) });
}

/**
 * Like `writeIntegers`, but looks for nothing that would be shorter once deflated: for columns that are soon read and
 * written again. Takes half the time.
 */
export function writeSteps(writer: ByteWriter, numbers: Float64Array, count: number): void {
  const base = numbers[0]!;
  const factor = takeOut(numbers, count);
  toResiduals(numbers, 0, count, steps, count);
  write(writer, numbers, count, { base, factor, prediction: steps, layout: asVarints });
}

interface Told {
  readonly base: number;
  readonly factor: number;
  readonly prediction: Prediction;
  readonly layout: Layout;
}

/** The residuals lie from `count` on. */
function write(writer: ByteWriter, numbers: Float64Array, count: number, told: Told): void {
  const { base, factor, layout } = told;
  const { way, centre } = told.prediction;
  writer.u8(way | (factor > 1 ? hasFactor : 0) | (centre === 0 ? 0 : hasCentre) | (layout << layoutShift));
  writer.signed(base);
  if (factor > 1) writer.varint(factor);
  if (centre !== 0) writer.signed(centre);
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
  let best = first;
  let least = costOfTelling(numbers, count, best);
  for (const prediction of others) {
    const bits = costOfTelling(numbers, count, prediction);
    if (bits < least) [best, least] = [prediction, bits];
  }
  return best;
}

/** About how many bits the column takes with a prediction; of a long one, as many as its pieces. */
function costOfTelling(numbers: Float64Array, count: number, prediction: Prediction): number {
  const centreBits = prediction.centre === 0 ? 0 : 8 * bytesOf(2 * prediction.centre);
  if (count <= pieces * pieceLength) {
    toResiduals(numbers, 0, count, prediction, count);
    return centreBits + costOf(numbers, count, count, 2 * count);
  }
  for (let piece = 0; piece < pieces; piece++) {
    const from = Math.floor(((count - pieceLength) * piece) / (pieces - 1));
    toResiduals(numbers, from, pieceLength, prediction, count + piece * pieceLength);
  }
  return centreBits + costOf(numbers, count, pieces * pieceLength, 2 * count);
}
