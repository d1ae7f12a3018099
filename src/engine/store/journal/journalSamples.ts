import type { RawChunk } from '../chunk';
import { storedKey, type SeriesState, type StoredSeries } from '../storedSeries';
import type { StoredGroup } from './groupRecord';
import type { JournalContent } from './journalContent';
import { mostCells, type RowsRecord } from './rowsRecord';

/** Chunks cover stretches of this length that start at multiples of it since 1970. */
const stretchMs = 300_000;
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
 * @throws DamagedBytes as `RowsRecord.column` does.
 */
export function* samplesOf(
  { header, records }: JournalContent,
  wanted: (series: StoredSeries) => boolean = () => true,
): Generator<RawChunk> {
  if (!header) return;
  const wantedColumns = chooser(wanted);
  const stretches = new Map<number, Stretch>();
  for (const record of records) {
    if (record.kind !== 'rows') continue;
    const columns = wantedColumns(record.group.series);
    if (columns.length === 0) continue;
    const values = columns.map((column) => record.column(column));
    for (let from = 0; from < record.times.length;) {
      const to = endOfStretch(record.times, from);
      let stretch = stretches.get(record.group.number);
      if (!stretch?.takes(record, from, to)) {
        if (stretch) yield stretch.chunk(header.session);
        stretches.set(record.group.number, (stretch = new Stretch(record.group, columns, record.times[from]!)));
      }
      stretch.add(record.times, values, from, to);
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
  private readonly times: Float64Array[] = [];
  private readonly columns: readonly Float64Array[][];
  private rows = 0;
  private lastTime = -Infinity;
  private readonly number: number;

  constructor(
    private readonly group: StoredGroup,
    private readonly wanted: readonly number[],
    firstTime: number,
  ) {
    this.columns = wanted.map(() => []);
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

  add(times: Float64Array, values: readonly Float64Array[], from: number, to: number): void {
    this.times.push(times.subarray(from, to));
    for (const [i, column] of this.columns.entries()) column.push(values[i]!.subarray(from, to));
    this.rows += to - from;
    this.lastTime = times[to - 1]!;
  }

  chunk(session: string): RawChunk {
    const columns = this.wanted.map((column, i) => {
      return { series: this.group.series[column]!, values: joined(this.columns[i]!, this.rows) };
    });
    return { session, group: this.group.name, hz: this.group.hz, times: joined(this.times, this.rows), columns };
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

function joined(parts: readonly Float64Array[], length: number): Float64Array {
  const whole = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
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
