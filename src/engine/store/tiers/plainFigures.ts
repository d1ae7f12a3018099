import type { ByteReader } from '../codec/byteReader';
import type { ByteWriter } from '../codec/byteWriter';
import { decodeColumn, encodeColumn } from '../codec/column';
import type { Figures } from './figures';
import { spreadCode, spreadOf } from './spreadCode';

const unit = 1;

/** Writes figures each for itself: infinities and sums beyond exact integers allow no more. */
export function writePlain(writer: ByteWriter, { sum, m2, min, max, first, last }: Figures, decimals: number): void {
  for (const column of [sum, min, max, first, last]) encodeColumn(writer, column, decimals);
  encodeColumn(
    writer,
    m2.map((spread) => spreadCode(spread, unit)),
    0,
  );
}

/** Figures of buckets with so many samples. @throws DamagedBytes */
export function readPlain(reader: ByteReader, count: Float64Array): Figures {
  const next = (): Float64Array => decodeColumn(reader, count.length);
  const [sum, min, max, first, last] = [next(), next(), next(), next(), next()];
  return { count, sum, min, max, first, last, m2: next().map((code) => spreadOf(code, unit)) };
}
