import { binLimit, type ClosedSketch } from '../../windows/sketch';
import type { BucketColumns } from '../chunk';
import { type ByteReader, DamagedBytes } from '../codec/byteReader';
import type { ByteWriter } from '../codec/byteWriter';
import { decodeColumn, encodeColumn } from '../codec/column';
import { emptyBuckets } from './buckets';
import { type Figures, figuresOf } from './figures';
import { readPlain, writePlain } from './plainFigures';
import { canBeRelative, readRelative, writeRelative } from './relativeFigures';

const plain = 0;
const relative = 1;

/** Writes buckets without their sketches: values at `decimals`, m2 to 0.2 %. */
export function encodeBuckets(writer: ByteWriter, buckets: BucketColumns, decimals: number): void {
  encodeColumn(writer, buckets.count, 0);
  const figures = figuresOf(buckets);
  const isRelative = canBeRelative(figures, decimals);
  writer.u8(isRelative ? relative : plain);
  if (isRelative) writeRelative(writer, figures, decimals);
  else writePlain(writer, figures, decimals);
}

/** Reads so many buckets, written with the same `decimals`. @throws DamagedBytes */
export function decodeBuckets(reader: ByteReader, rows: number, decimals: number): BucketColumns {
  const count = decodeColumn(reader, rows);
  if (!count.every((n) => Number.isSafeInteger(n) && n >= 0))
    throw new DamagedBytes('A bucket has a number of samples that cannot be.');
  const present = count.includes(0) ? count.filter((n) => n > 0) : count;
  const form = reader.u8();
  if (form !== plain && form !== relative) throw new DamagedBytes('Buckets are told in a way that is not known.');
  const figures = form === plain ? readPlain(reader, present) : readRelative(reader, present, decimals);
  return present.length === rows ? { ...figures, count } : spreadFigures(figures, count);
}

/** Writes the sketches of buckets. */
export function encodeSketches(writer: ByteWriter, sketches: readonly ClosedSketch[]): void {
  for (const sketch of sketches) {
    writer.varint(sketch.length / 2);
    for (let i = 0, before = 0; i < sketch.length; i += 2) {
      writer.varint(sketch[i]! - before);
      before = sketch[i]!;
    }
    for (let i = 1; i < sketch.length; i += 2) writer.varint(sketch[i]!);
  }
}

/** Reads the sketches of buckets with so many samples. @throws DamagedBytes */
export function decodeSketches(reader: ByteReader, count: Float64Array): ClosedSketch[] {
  return Array.from(count, (samples) => {
    const bins = reader.varint();
    if (bins > binLimit || 2 * bins > reader.remaining) throw new DamagedBytes('A sketch has too many bins.');
    const sketch = new Uint32Array(2 * bins);
    for (let i = 0, bin = 0; i < bins; i++) {
      const step = reader.varint();
      bin += step;
      if (bin >= binLimit || (step === 0 && i > 0)) throw new DamagedBytes('A sketch has a bin that cannot be.');
      sketch[2 * i] = bin;
    }
    let total = 0;
    for (let i = 0; i < bins; i++) total += sketch[2 * i + 1] = reader.varint();
    if (total !== samples) throw new DamagedBytes('A sketch has not as many samples as its bucket.');
    return sketch;
  });
}

function spreadFigures(figures: Figures, count: Float64Array): BucketColumns {
  const buckets = { ...emptyBuckets(count.length, false), count };
  for (const name of ['sum', 'm2', 'min', 'max', 'first', 'last'] as const)
    for (let row = 0, at = 0; row < count.length; row++) if (count[row]! > 0) buckets[name][row] = figures[name][at++]!;
  return buckets;
}
