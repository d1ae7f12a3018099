import type { ByteReader } from './byteReader';
import type { ByteWriter } from './byteWriter';
import { decodeColumn, encodeColumn, encodeExactColumn } from './column';
import { quantize } from './quantize';

const microseconds = 3;

/** Writes at most `mostRows` times, ms since 1970, without rounding any. */
export function encodeTimes(writer: ByteWriter, times: Float64Array): void {
  const decimals = [0, microseconds].find((digits) => times.every((time) => quantize(time, digits) === time));
  if (decimals === undefined) encodeExactColumn(writer, times);
  else encodeColumn(writer, times, decimals);
}

/** @param into Takes the times, as long as there are rows. @throws DamagedBytes when there are no times of so many rows. */
export function decodeTimes(reader: ByteReader, rows: number, into?: Float64Array): Float64Array {
  return decodeColumn(reader, rows, into);
}
