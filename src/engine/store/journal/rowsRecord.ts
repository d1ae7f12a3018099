import { ByteReader, DamagedBytes } from '../codec/byteReader';
import type { ByteWriter } from '../codec/byteWriter';
import { decodeColumn, encodeBriefColumn } from '../codec/column';
import { decodeTimes, encodeTimes } from '../codec/times';
import type { Block } from '../../metrics/block';
import type { StoredGroup } from './groupRecord';

/** Rows times columns of one record at the most, unless it is a single row: so much is decoded in one go. */
export const mostCells = 65_536;

/** A stretch of one group's rows. Columns are decoded when they are asked for. */
export interface RowsRecord {
  readonly kind: 'rows';
  readonly group: StoredGroup;
  /** Milliseconds since 1970, ascending. */
  readonly times: Float64Array;
  /**
   * Values of `group.series[index]`, decoded anew each time. @param into Takes them, as long as `times`.
   * @throws DamagedBytes when they are not as they were written, although the checksum is right: no disk does that.
   */
  column(index: number, into?: Float64Array): Float64Array;
}

/** The columns of a block that are written, and their decimals. */
export interface WrittenColumns {
  readonly indexes: readonly number[];
  readonly decimals: readonly number[];
}

export function writeRows(
  writer: ByteWriter,
  group: number,
  { indexes, decimals }: WrittenColumns,
  block: Block,
  from: number,
  to: number,
): void {
  writer.varint(group);
  writer.varint(to - from);
  encodeTimes(writer, block.timestamps(from, to));
  for (let i = 0; i < indexes.length; i++) {
    const start = writer.length;
    encodeBriefColumn(writer, block.column(indexes[i]!, from, to), decimals[i]!);
    writer.prefixLength(start);
  }
}

/** @throws DamagedBytes */
export function readRows(reader: ByteReader, groups: ReadonlyMap<number, StoredGroup>): RowsRecord {
  const group = groups.get(reader.varint());
  const rows = reader.varint();
  if (!group) throw new DamagedBytes('Rows belong to a group that was not told.');
  if (rows === 0 || (rows > 1 && rows * group.series.length > mostCells) || rows > mostCells)
    throw new DamagedBytes(`A record says that it has ${rows} rows.`);
  const times = decodeTimes(reader, rows);
  checkTimes(times);
  const columns = reader.raw(reader.remaining);
  checkLengths(columns, group.series.length);
  // Columns are mostly asked for one after the other: where the last one ended, the next begins.
  let next = new ByteReader(columns);
  let nextIndex = 0;
  return {
    kind: 'rows',
    group,
    times,
    column: (index, into) => {
      if (index < nextIndex) [next, nextIndex] = [new ByteReader(columns), 0];
      for (; nextIndex < index; nextIndex++) next.skip(next.varint());
      nextIndex++;
      return decodeColumn(new ByteReader(next.bytes()), rows, into);
    },
  };
}

function checkTimes(times: Float64Array): void {
  let before = -8.64e15;
  for (const time of times) {
    if (!(time >= before) || time > 8.64e15) throw new DamagedBytes('Times of rows are not in order.');
    before = time;
  }
}

function checkLengths(columns: Uint8Array, count: number): void {
  const reader = new ByteReader(columns);
  for (let column = 0; column < count; column++) reader.skip(reader.varint());
  if (reader.remaining > 0) throw new DamagedBytes('Rows have more columns than their group.');
}
