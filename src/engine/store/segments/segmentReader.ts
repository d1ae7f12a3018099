import type { EventType } from '../../../protocol/events';
import type { RawChunk, TierChunk } from '../chunk';
import { DamagedBytes } from '../codec/byteReader';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import type { SeriesState, StoredSeries } from '../storedSeries';
import { BadValue, UnknownWord } from './badValue';
import { checkSegment } from './checkSegment';
import type { ChunkRow } from './chunkTable';
import { eventColumns, parseEventRow, parseSnapshotRow, snapshotColumns } from './eventRows';
import type { MadeOf } from './madeOf';
import { readRaw, readTier, type ColumnBlobs } from './readChunk';
import { DamagedSegment, NewerSegment } from './segmentErrors';
import { readMeta, type SegmentMeta } from './segmentMeta';
import type { SegmentKind } from './segmentName';
import { SegmentTables } from './segmentTables';
import { parseStateRow, stateQuery } from './seriesRows';
import { SqliteError, type Sqlite, type SqliteRow } from './sqlite';

/** Which rows are wanted. */
export interface RowRange {
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly to: number;
  /** Of this session only. */
  readonly session?: string | undefined;
}

export interface EventRange extends RowRange {
  /** Only of these types; what other types say is not looked at. */
  readonly types?: readonly EventType[];
}

export interface SampleRange extends RowRange {
  readonly wanted: (series: StoredSeries) => boolean;
  /** Of groups up to this rate only, frames a second. */
  readonly mostHz?: number | undefined;
}

/** Buckets count as inside when the group's first to last sample in them touches the range. */
export interface BucketRange extends SampleRange {
  readonly tierMs: number;
  /** Sketches are most of what buckets take, and only quantiles need them. Default: true. */
  readonly withSketches?: boolean;
}

export interface StateRow {
  readonly session: string;
  readonly series: StoredSeries;
  readonly state: SeriesState;
}

/**
 * An open segment. Whatever its bytes are, its methods give values of the right types or throw: DamagedSegment where
 * the file contradicts itself, NewerSegment where it uses words that this version does not know.
 */
export class SegmentReader {
  private constructor(
    private readonly tables: SegmentTables,
    /** Name of the file. */
    readonly file: string,
    /** Bytes of memory that it holds until it is closed. */
    readonly byteLength: number,
    private readonly meta: SegmentMeta,
  ) {}

  /** @param bytes Belong to the reader until it is closed. @throws DamagedSegment, NewerSegment */
  static open(sqlite: Sqlite, bytes: Buffer, file: string): SegmentReader {
    return believed(file, () => {
      const database = sqlite.open(bytes);
      try {
        return new SegmentReader(new SegmentTables(database, bytes.length), file, bytes.length, readMeta(database));
      } catch (error) {
        database.close();
        throw error;
      }
    });
  }

  get kind(): SegmentKind {
    return this.meta.kind;
  }

  /** Raw samples that have a value. */
  get sampleCount(): number {
    return this.meta.samples;
  }

  get eventCount(): number {
    return this.meta.events;
  }

  sessions(): readonly string[] {
    return this.meta.sessions;
  }

  get madeOf(): MadeOf {
    return this.meta.madeOf;
  }

  /** By the numbers that they have in this segment; none in a segment of events. */
  series(): ReadonlyMap<number, StoredSeries> {
    return this.hasRecords ? new Map() : believed(this.file, () => this.tables.series());
  }

  /** Widths of the buckets it has, ms, ascending; raw samples are not among them. */
  tiers(): readonly number[] {
    const widths = this.chunks(() => true).map(({ tierMs }) => tierMs);
    return [...new Set(widths)].filter((width) => width > 0).sort((a, b) => a - b);
  }

  /** Samples inside a range, in chunks of a group each; within a group by time. */
  *samples({ wanted, from, to, session, mostHz = Infinity }: SampleRange): Generator<RawChunk> {
    const touches = overlapping(0, from, to, session);
    const overlaps = (chunk: ChunkRow): boolean => chunk.hz <= mostHz && touches(chunk);
    yield* this.read(overlaps, { wanted, withSketches: false }, (chunk, times, columns) =>
      readRaw(chunk, times, columns, from, to),
    );
  }

  /** Buckets inside a range, in chunks of a group each; within a group by time. */
  *buckets({ tierMs, wanted, from, to, session, withSketches = true }: BucketRange): Generator<TierChunk> {
    const overlaps = overlapping(tierMs, from, to, session);
    yield* this.read(overlaps, { wanted, withSketches }, (chunk, times, columns) =>
      readTier(chunk, times, columns, from, to),
    );
  }

  /** What the series were like, by series, session and time; each state holds until the next one. */
  *states(): Generator<StateRow> {
    if (this.hasRecords) return;
    const series = this.series();
    yield* this.parsed(this.tables.rows(stateQuery), (row) => {
      const { series: id, session, state } = parseStateRow(row);
      const named = series.get(id);
      if (!named) throw new BadValue(`it has a state of an unknown series ${id}`);
      return { session, series: named, state };
    });
  }

  /** Events of one session by sequence, of all sessions by time. */
  *events(range: EventRange): Generator<StoreEvent> {
    if (!this.hasRecords) return;
    const { from, to, session, types = [] } = range;
    const ofTypes = types.length === 0 ? '' : `AND type IN (${types.map(() => '?').join(', ')})`;
    const [index, where, order, bounds] =
      session === undefined
        ? (['event_by_time', 'timestamp >= ? AND timestamp <= ?', 'timestamp', [from, to]] as const)
        : (['event_by_session', 'session_id = ?', 'sequence', [session]] as const);
    const rows = this.tables.rows(
      `SELECT ${eventColumns} FROM event INDEXED BY ${index} WHERE ${where} ${ofTypes} ORDER BY ${order}, id`,
      [...bounds, ...types],
    );
    for (const event of this.parsed(rows, parseEventRow)) if (isInside(event, range)) yield event;
  }

  /** Snapshots by session and sequence. */
  *snapshots(range: RowRange): Generator<StoreSnapshot> {
    if (!this.hasRecords) return;
    const rows = this.tables.rows(`SELECT ${snapshotColumns} FROM snapshot`);
    for (const snapshot of this.parsed(rows, parseSnapshotRow)) if (isInside(snapshot, range)) yield snapshot;
  }

  /** Reads all of it. @throws DamagedSegment, saying what is wrong; NewerSegment */
  check(): void {
    believed(this.file, () => {
      checkSegment(this, this.tables);
    });
  }

  /** Gives its memory back. */
  close(): void {
    this.tables.database.close();
  }

  private get hasRecords(): boolean {
    return this.meta.kind === 'events';
  }

  private chunks(holds: (chunk: ChunkRow) => boolean): ChunkRow[] {
    return this.hasRecords ? [] : believed(this.file, () => this.tables.chunks()).filter(holds);
  }

  /** Only wanted columns are looked up and inflated, one chunk at a time. */
  private *read<T>(
    holds: (chunk: ChunkRow) => boolean,
    { wanted, withSketches }: Required<Pick<BucketRange, 'wanted' | 'withSketches'>>,
    decode: (chunk: ChunkRow, times: Uint8Array, columns: readonly ColumnBlobs[]) => T | undefined,
  ): Generator<T> {
    const chunks = this.chunks(holds);
    if (chunks.length === 0) return;
    const { tables, file } = this;
    for (const placed of believed(file, () => tables.place(chunks, wanted))) {
      const decoded = believed(file, () =>
        decode(placed.chunk, tables.times(placed.chunk), tables.blobs(placed, withSketches)),
      );
      if (decoded !== undefined) yield decoded;
    }
  }

  private *parsed<T>(rows: Generator<SqliteRow>, parse: (row: SqliteRow) => T): Generator<T> {
    try {
      for (;;) {
        const next = believed(this.file, () => {
          const { value, done } = rows.next() as IteratorResult<SqliteRow, undefined>;
          return done ? undefined : { parsed: parse(value) };
        });
        if (!next) return;
        yield next.parsed;
      }
    } finally {
      rows.return(undefined);
    }
  }
}

function overlapping(tierMs: number, from: number, to: number, session: string | undefined) {
  return (chunk: ChunkRow): boolean =>
    chunk.tierMs === tierMs &&
    chunk.from <= to &&
    chunk.to >= from &&
    (session === undefined || chunk.session === session);
}

function isInside(record: StoreEvent | StoreSnapshot, { from, to, session }: RowRange): boolean {
  return record.timestamp >= from && record.timestamp <= to && (session === undefined || record.session === session);
}

/** Says of which file something was found to be wrong. */
function believed<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnknownWord) throw new NewerSegment(file, error.message);
    if (error instanceof BadValue || error instanceof DamagedBytes || error instanceof SqliteError)
      throw new DamagedSegment(file, error.message, { cause: error });
    throw error;
  }
}
