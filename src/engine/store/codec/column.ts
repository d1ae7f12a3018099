import { type ByteReader, DamagedBytes } from './byteReader';
import type { ByteWriter } from './byteWriter';
import { readDoubles, writeDoubles } from './doubleColumn';
import { presentIn, readGaps, spread, writeGaps } from './gaps';
import { numbersFor, readIntegers, writeIntegers, writeSteps } from './integerColumn';
import { nearestDecimals, powerOfTen, quantize } from './quantize';
import { scaleInto } from './scaled';

/** Most rows of a column. */
export const mostRows = 1 << 20;

// The first byte of a column: how its values are told, whether some are missing, whether they are doubles, and their decimals.
const empty = 0;
const constant = 1;
const varying = 2;
const modes = 3;
const hasGaps = 4;
const isExact = 8;
const decimalsShift = 4;

/**
 * Writes a column of at most `mostRows` values, quantized to `decimals`. Its decimals are in it, its rows are not. Its
 * working memory is the writer's. @throws RangeError when there are more rows.
 */
export function encodeColumn(writer: ByteWriter, values: Float64Array, decimals: number): void {
  encodeBy(writeIntegers, writer, values, decimals);
}

/** Like `encodeColumn` in less time, for columns that nothing deflates. */
export function encodeBriefColumn(writer: ByteWriter, values: Float64Array, decimals: number): void {
  encodeBy(writeSteps, writer, values, decimals);
}

function encodeBy(write: typeof writeIntegers, writer: ByteWriter, values: Float64Array, decimals: number): void {
  if (values.length > mostRows) throw new RangeError(`A column has ${values.length} rows, more than ${mostRows}.`);
  const digits = nearestDecimals(decimals);
  const numbers = writer.scratch(numbersFor(values.length));
  const count = scaleInto(numbers, values, powerOfTen(digits));
  if (count === undefined) encodeExactColumn(writer, values, digits);
  else if (writeHead(writer, values, numbers, count, digits << decimalsShift)) {
    if (isConstant(numbers, count)) writer.signed(numbers[0]!);
    else write(writer, numbers, count);
  }
}

/** Like `encodeColumn`, but tells doubles bit by bit; without `decimals` they are not rounded. */
export function encodeExactColumn(writer: ByteWriter, values: Float64Array, decimals?: number): void {
  const numbers = writer.scratch(values.length);
  let count = 0;
  for (const value of values)
    if (!Number.isNaN(value)) numbers[count++] = decimals === undefined ? value : quantize(value, decimals);
  if (!writeHead(writer, values, numbers, count, isExact)) return;
  if (isConstant(numbers, count)) writer.double(numbers[0]!);
  else writeDoubles(writer, numbers, count);
}

/** Writes what comes before the `count` values that there are, which are told in `numbers`; false when there are none. */
function writeHead(
  writer: ByteWriter,
  values: Float64Array,
  numbers: Float64Array,
  count: number,
  flags: number,
): boolean {
  if (count === 0) {
    writer.u8(empty);
    return false;
  }
  const isWhole = count === values.length;
  writer.u8((isConstant(numbers, count) ? constant : varying) | (isWhole ? 0 : hasGaps) | flags);
  if (!isWhole) writeGaps(writer, values);
  return true;
}

/** Tells 0 and -0 apart. */
function isConstant(numbers: Float64Array, count: number): boolean {
  const first = numbers[0]!;
  for (let i = 1; i < count; i++) if (!Object.is(numbers[i]!, first)) return false;
  return true;
}

/**
 * @param into Takes the values and is returned; as long as there are rows, and holds anything after a failure.
 * @throws DamagedBytes when there is no column of so many rows.
 */
export function decodeColumn(reader: ByteReader, rows: number, into?: Float64Array): Float64Array {
  if (!(Number.isInteger(rows) && rows >= 0 && rows <= mostRows))
    throw new DamagedBytes(`A column cannot have ${rows} rows.`);
  const head = reader.u8();
  const values = into ?? new Float64Array(rows);
  const mode = head & modes;
  if (mode === empty) return values.fill(NaN);
  const runs = head & hasGaps ? readGaps(reader, rows) : [rows];
  const count = presentIn(runs);
  const power = powerOfTen(head >> decimalsShift);
  if (mode === constant) {
    const value = head & isExact ? reader.double() : reader.signed() / power;
    values.fill(value, 0, count);
  } else if (mode === varying) {
    if (head & isExact) readDoubles(reader, values, count);
    else readIntegers(reader, values, count, power);
  } else throw new DamagedBytes('A column is told in a way that is not known.');
  if (head & hasGaps) spread(values, runs);
  return values;
}
