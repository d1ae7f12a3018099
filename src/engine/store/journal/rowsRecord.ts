import { ByteReader, DamagedBytes } from '../codec/byteReader';
import type { ByteWriter } from '../codec/byteWriter';
import { decodeColumn, encodeBriefColumn } from '../codec/column';
import { decodeTimes, encodeTimes } from '../codec/times';
import type { Block } from '../../metrics/block';
import type { StoredGroup } from './groupRecord';

/** Rows times columns of one record at the most, unless it is a single row: so much is decoded in one go. */
export const mostCells = 65_536;

/** A stretch of one group's rows. Times and columns are decoded when they are asked for. */
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

/** Rows whose times can be believed once `check` did not throw. @throws DamagedBytes */
export function readRows(reader: ByteReader, groups: ReadonlyMap<number, StoredGroup>): EncodedRows {
  const group = groups.get(reader.varint());
  const rows = reader.varint();
  if (!group) throw new DamagedBytes('Rows belong to a group that was not told.');
  if (rows === 0 || (rows > 1 && rows * group.series.length > mostCells) || rows > mostCells)
    throw new DamagedBytes(`A record says that it has ${rows} rows.`);
  return new EncodedRows(group, rows, reader);
}

/** Rows as they lie in a journal. */
export class EncodedRows implements RowsRecord {
  readonly kind = 'rows';
  private decoded: Decoded | undefined;

  /** @param reader Of the times and, behind them, the columns. */
  constructor(
    readonly group: StoredGroup,
    private readonly rows: number,
    private readonly reader: ByteReader,
  ) {}

  get times(): Float64Array {
    return this.opened().times;
  }

  column(index: number, into?: Float64Array): Float64Array {
    const decoded = this.opened();
    if (index < decoded.nextIndex) {
      decoded.next = new ByteReader(decoded.columns);
      decoded.nextIndex = 0;
    }
    const { next } = decoded;
    for (; decoded.nextIndex < index; decoded.nextIndex++) next.skip(next.varint());
    decoded.nextIndex++;
    return decodeColumn(new ByteReader(next.bytes()), this.rows, into);
  }

  /**
   * Looks at times and columns, once and before anything else is asked for.
   * @param spare Working memory for the times; of more than it holds they get memory of their own. @returns Times of the first and the last row.
   * @throws DamagedBytes when the times are not in order, or the columns not those of the group.
   */
  check(spare: Float64Array): { readonly first: number; readonly last: number } {
    const { reader, rows, group } = this;
    const times = decodeTimes(reader, rows, rows > spare.length ? undefined : spare.subarray(0, rows));
    checkTimes(times);
    checkLengths(reader, group.series.length);
    return { first: times[0]!, last: times[rows - 1]! };
  }

  private opened(): Decoded {
    if (this.decoded) return this.decoded;
    const { reader, rows } = this;
    const times = decodeTimes(reader, rows);
    const columns = reader.raw(reader.remaining);
    return (this.decoded = { times, columns, next: new ByteReader(columns), nextIndex: 0 });
  }
}

interface Decoded {
  readonly times: Float64Array;
  readonly columns: Uint8Array;
  /** Columns are mostly asked for one after the other: where the last one ended, the next begins. */
  next: ByteReader;
  nextIndex: number;
}

function checkTimes(times: Float64Array): void {
  let before = -8.64e15;
  for (const time of times) {
    if (!(time >= before) || time > 8.64e15) throw new DamagedBytes('Times of rows are not in order.');
    before = time;
  }
}

function checkLengths(reader: ByteReader, count: number): void {
  for (let column = 0; column < count; column++) reader.skip(reader.varint());
  if (reader.remaining > 0) throw new DamagedBytes('Rows have more columns than their group.');
}
