import type { RawChunk } from '../chunk';
import { storedKey, type SeriesState, type StoredSeries } from '../storedSeries';
import type { StoredGroup } from './groupRecord';
import type { JournalContent } from './journalContent';
import { mostCells, type RowsRecord } from './rowsRecord';

/** Chunks cover stretches of this length that start at multiples of it since 1970. */
const stretchMs = 300_000;
const always = { from: -Infinity, to: Infinity };
/** Room of a new chunk; it grows with its rows. */
const firstRows = 64;
/** Bounds the memory of a chunk with many columns: 32 MiB. */
const mostChunkCells = 64 * mostCells;

/** A change of how good the values of a series are. */
export interface StateChange {
  readonly series: StoredSeries;
  readonly state: SeriesState;
}

/**
 * The samples of a journal as chunks, each within an aligned stretch of five minutes, those of a group in the order in
 * which they were written. A new one begins where the layout or rate changes, time steps back, or it becomes large.
 * @param wanted Series to decode; groups without any are passed over.
 * @param within Records that lie wholly outside are passed over, ms since 1970; `to` is not included.
 * @throws DamagedBytes as `RowsRecord.column` does.
 */
export function* samplesOf(
  { header, records }: JournalContent,
  wanted: (series: StoredSeries) => boolean = () => true,
  within: { readonly from: number; readonly to: number } = always,
): Generator<RawChunk> {
  if (!header) return;
  const wantedColumns = chooser(wanted);
  const stretches = new Map<number, Stretch>();
  for (const record of records) {
    if (record.kind !== 'rows') continue;
    const columns = wantedColumns(record.group.series);
    if (columns.length === 0) continue;
    const { times } = record;
    if (times[0]! >= within.to || times[times.length - 1]! < within.from) continue;
    for (let from = 0; from < times.length;) {
      const to = endOfStretch(times, from);
      let stretch = stretches.get(record.group.number);
      if (!stretch?.takes(record, from, to)) {
        if (stretch) yield stretch.chunk(header.session);
        stretches.set(record.group.number, (stretch = new Stretch(record.group, columns, times[from]!)));
      }
      stretch.add(record, from, to);
      from = to;
    }
  }
  for (const stretch of stretches.values()) yield stretch.chunk(header.session);
}

/** Every change of a series' state, its first state in the journal included, in the order of time. */
export function* statesOf({ records }: JournalContent): Generator<StateChange> {
  const last = new Map<string, SeriesState>();
  for (const record of records) {
    if (record.kind !== 'group') continue;
    for (const [column, series] of record.group.series.entries()) {
      const state = record.group.states[column]!;
      const key = storedKey(series.metric, series.labels);
      const before = last.get(key);
      if (before && isSameState(before, state)) continue;
      last.set(key, state);
      yield { series, state };
    }
  }
}

/** Rows of one group that become a chunk. */
class Stretch {
  private times: Float64Array = new Float64Array(firstRows);
  private readonly columns: Float64Array[];
  private rows = 0;
  private lastTime = -Infinity;
  private readonly number: number;

  constructor(
    private readonly group: StoredGroup,
    private readonly wanted: readonly number[],
    firstTime: number,
  ) {
    this.columns = wanted.map(() => new Float64Array(firstRows));
    this.number = Math.floor(firstTime / stretchMs);
  }

  takes({ group, times }: RowsRecord, from: number, to: number): boolean {
    return (
      group.series === this.group.series &&
      group.hz === this.group.hz &&
      group.name === this.group.name &&
      Math.floor(times[from]! / stretchMs) === this.number &&
      times[from]! >= this.lastTime &&
      (this.rows + to - from) * this.wanted.length <= mostChunkCells
    );
  }

  /** Takes rows `from` to `to` of a record, not included. */
  add(record: RowsRecord, from: number, to: number): void {
    const { times } = record;
    const { rows, columns, wanted } = this;
    const end = rows + to - from;
    this.makeRoom(end);
    this.times.set(times.subarray(from, to), rows);
    const isWhole = to - from === times.length;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      // Decoding in place: a record is a second, and a column for each would be most of what is allocated.
      if (isWhole) record.column(wanted[i]!, column.subarray(rows, end));
      else column.set(record.column(wanted[i]!).subarray(from, to), rows);
    }
    this.rows = end;
    this.lastTime = times[to - 1]!;
  }

  chunk(session: string): RawChunk {
    const { group, rows } = this;
    const columns = this.wanted.map((column, i) => {
      return { series: group.series[column]!, values: fitted(this.columns[i]!, rows) };
    });
    return { session, group: group.name, hz: group.hz, times: fitted(this.times, rows), columns };
  }

  private makeRoom(rows: number): void {
    if (rows <= this.times.length) return;
    // Most stretches end with the rows that their rate tells.
    const expected = Math.ceil((this.group.hz * stretchMs) / 1000);
    const twice = 2 * this.times.length;
    const length = Math.max(rows, twice > expected && expected > this.times.length ? expected : twice);
    this.times = longer(this.times, length);
    for (let i = 0; i < this.columns.length; i++) this.columns[i] = longer(this.columns[i]!, length);
  }
}

/** Which columns of a layout are wanted; asked once for each layout. */
function chooser(wanted: (series: StoredSeries) => boolean): (layout: readonly StoredSeries[]) => readonly number[] {
  const known = new WeakMap<readonly StoredSeries[], readonly number[]>();
  return (layout) => {
    let columns = known.get(layout);
    if (!columns) known.set(layout, (columns = [...layout.keys()].filter((column) => wanted(layout[column]!))));
    return columns;
  };
}

function endOfStretch(times: Float64Array, from: number): number {
  const end = (Math.floor(times[from]! / stretchMs) + 1) * stretchMs;
  let to = from + 1;
  while (to < times.length && times[to]! < end) to++;
  return to;
}

/** The first values, without copying unless most of their memory would be kept for nothing. */
function fitted(values: Float64Array, length: number): Float64Array {
  return values.length > length + length / 8 ? values.slice(0, length) : values.subarray(0, length);
}

function longer(values: Float64Array, length: number): Float64Array {
  const whole = new Float64Array(length);
  whole.set(values);
  return whole;
}

function isSameState(a: SeriesState, b: SeriesState): boolean {
  return (
    a.quality === b.quality &&
    a.reason === b.reason &&
    a.origin?.method === b.origin?.method &&
    a.origin?.scope === b.origin?.scope &&
    a.origin?.source === b.origin?.source
  );
}
