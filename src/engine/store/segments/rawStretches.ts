import type { ChunkKey, RawChunk } from '../chunk';
import type { SeriesEntry, SeriesTable } from './seriesTable';

/** Raw chunks begin and end at multiples of this since 1970, ms. */
const stretchMs = 300_000;

/** A stretch of one group with all its rows. */
export interface RawStretch {
  readonly key: ChunkKey;
  readonly times: Float64Array;
  readonly columns: readonly { readonly entry: SeriesEntry; readonly values: Float64Array }[];
}

/** Rows of one chunk that lie in one stretch. */
interface Piece {
  readonly times: Float64Array;
  readonly columns: readonly { readonly entry: SeriesEntry; readonly values: Float64Array }[];
}

interface OpenStretch {
  readonly key: ChunkKey;
  readonly number: number;
  last: number;
  rows: number;
  readonly pieces: Piece[];
}

/** Puts chunks of any length together into aligned stretches of 5 min. */
export class RawStretches {
  private readonly open = new Map<string, OpenStretch>();

  constructor(
    private readonly table: SeriesTable,
    private readonly complete: (stretch: RawStretch) => void,
  ) {}

  add(chunk: RawChunk): void {
    const columns = chunk.columns.map(({ series, values }) => ({ entry: this.table.entryOf(series), values }));
    const { times } = chunk;
    for (let from = 0; from < times.length;) {
      const to = endOfRun(times, from);
      const values = columns.map((c) => ({ entry: c.entry, values: c.values.subarray(from, to) }));
      this.addPiece(chunk, { times: times.subarray(from, to), columns: values });
      from = to;
    }
  }

  /** Completes what is open. */
  flush(): void {
    for (const stretch of this.open.values()) this.complete(joined(stretch));
    this.open.clear();
  }

  clear(): void {
    this.open.clear();
  }

  private addPiece({ session, group, hz }: ChunkKey, piece: Piece): void {
    const name = JSON.stringify([session, group, hz]);
    const first = piece.times[0]!;
    const number = Math.floor(first / stretchMs);
    let stretch = this.open.get(name);
    // A clock that was set back begins a stretch anew: rows of a chunk stand in the order of their times.
    if (stretch && (stretch.number !== number || first < stretch.last)) {
      this.complete(joined(stretch));
      stretch = undefined;
    }
    if (!stretch)
      this.open.set(name, (stretch = { key: { session, group, hz }, number, last: 0, rows: 0, pieces: [] }));
    stretch.last = piece.times.at(-1)!;
    stretch.rows += piece.times.length;
    stretch.pieces.push(piece);
  }
}

/** End of the rows from `from` on that ascend within one stretch. */
function endOfRun(times: Float64Array, from: number): number {
  const end = (Math.floor(times[from]! / stretchMs) + 1) * stretchMs;
  let to = from + 1;
  while (to < times.length && times[to]! < end && times[to]! >= times[to - 1]!) to++;
  return to;
}

function joined({ key, rows, pieces }: OpenStretch): RawStretch {
  if (pieces.length === 1) return { key, ...pieces[0]! };
  const times = new Float64Array(rows);
  const columns = new Map<SeriesEntry, Float64Array>();
  let at = 0;
  for (const piece of pieces) {
    times.set(piece.times, at);
    for (const { entry, values } of piece.columns) {
      let column = columns.get(entry);
      // A series that comes and goes has no value where it was not there.
      if (!column) columns.set(entry, (column = new Float64Array(rows).fill(NaN)));
      column.set(values, at);
    }
    at += piece.times.length;
  }
  return { key, times, columns: [...columns].map(([entry, values]) => ({ entry, values })) };
}
