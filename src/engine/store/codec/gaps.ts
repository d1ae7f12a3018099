import { type ByteReader, DamagedBytes } from './byteReader';
import type { ByteWriter } from './byteWriter';

/** Writes where values are missing: the lengths of the runs with and without values in turn, the first with. */
export function writeGaps(writer: ByteWriter, values: Float64Array): void {
  let start = 0;
  let isGap = false;
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row]!) === isGap) continue;
    writer.varint(row - start);
    start = row;
    isGap = !isGap;
  }
  writer.varint(values.length - start);
}

/** The lengths of the runs, as `writeGaps` wrote them. @throws DamagedBytes */
export function readGaps(reader: ByteReader, rows: number): readonly number[] {
  const runs: number[] = [];
  for (let told = 0; told < rows;) {
    const run = reader.varint();
    if (run > rows - told || (run === 0 && runs.length > 0)) throw new DamagedBytes('Gaps are told that cannot be.');
    runs.push(run);
    told += run;
  }
  return runs;
}

export function presentIn(runs: readonly number[]): number {
  let present = 0;
  for (let run = 0; run < runs.length; run += 2) present += runs[run]!;
  return present;
}

/** Moves the values at the front of `values` to their rows and puts NaN between them. */
export function spread(values: Float64Array, runs: readonly number[]): void {
  let end = values.length;
  let unmoved = presentIn(runs);
  for (let run = runs.length - 1; run >= 0; run--) {
    const length = runs[run]!;
    if (run % 2 === 1) values.fill(NaN, end - length, end);
    else {
      values.copyWithin(end - length, unmoved - length, unmoved);
      unmoved -= length;
    }
    end -= length;
  }
}
