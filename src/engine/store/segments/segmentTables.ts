import type { StoredSeries } from '../storedSeries';
import { BadValue } from './badValue';
import { Cells } from './cells';
import { chunkQuery, parseChunkRow, type ChunkRow } from './chunkTable';
import { parseSeriesRow, seriesQuery } from './seriesRows';
import type { SqliteDatabase, SqliteRow, SqliteStatement, SqliteValue } from './sqlite';
import type { ColumnBlobs } from './readChunk';

/** The columns of one chunk that are wanted, by where they lie. */
export interface PlacedColumns {
  readonly chunk: ChunkRow;
  readonly columns: { readonly series: StoredSeries; readonly row: number }[];
}

/** No row takes less in a file, so a table cannot have more rows than this allows. */
const leastRowBytes = 4;

/** Most values that one chunk may be decoded to at once, 256 MiB of them. */
const mostChunkValues = 2 ** 25;

/** The tables of an open segment, read as they are needed and no further than the file can reach. Throws BadValue, UnknownWord, SqliteError. */
export class SegmentTables {
  private knownSeries: ReadonlyMap<number, StoredSeries> | undefined;
  private knownChunks: readonly ChunkRow[] | undefined;
  /** Compiling one takes longer than running it; the database frees them when it is closed. */
  private readonly statements = new Map<string, SqliteStatement>();
  private readonly mostRows: number;

  constructor(
    readonly database: SqliteDatabase,
    fileBytes: number,
  ) {
    this.mostRows = fileBytes / leastRowBytes;
  }

  /** Rows of a query; a damaged file can make SQLite go round in circles, which ends here. */
  *rows(sql: string, parameters: SqliteValue[] = []): Generator<SqliteRow> {
    let rows = 0;
    for (const row of this.database.rows(sql, parameters)) {
      if (++rows > this.mostRows) throw new BadValue('a table has more rows than fit in the file');
      yield row;
    }
  }

  series(): ReadonlyMap<number, StoredSeries> {
    if (this.knownSeries) return this.knownSeries;
    const series = new Map<number, StoredSeries>();
    for (const row of this.rows(seriesQuery)) series.set(...parseSeriesRow(row));
    return (this.knownSeries = series);
  }

  chunks(): readonly ChunkRow[] {
    if (this.knownChunks) return this.knownChunks;
    const chunks: ChunkRow[] = [];
    for (const row of this.rows(chunkQuery)) chunks.push(parseChunkRow(row));
    return (this.knownChunks = chunks);
  }

  /** Where the wanted columns of some chunks lie; chunks without any are left out. */
  place(chunks: readonly ChunkRow[], wanted: (series: StoredSeries) => boolean): PlacedColumns[] {
    const placed = new Map(chunks.map((chunk) => [chunk.id, { chunk, columns: [] as PlacedColumns['columns'] }]));
    const most = this.chunks().length;
    const statement = this.compiled(
      'SELECT chunk, rowid FROM column_data INDEXED BY column_by_series WHERE series = ?',
    );
    for (const [id, series] of this.series()) {
      if (!wanted(series)) continue;
      let found = 0;
      for (const row of statement.rows([id])) {
        if (++found > most) throw new BadValue('a series has more columns than there are chunks');
        const cells = new Cells('column_data', row);
        const at = placed.get(cells.whole(0, 1, Number.MAX_SAFE_INTEGER));
        at?.columns.push({ series, row: cells.whole(1, 1, Number.MAX_SAFE_INTEGER) });
      }
    }
    return [...placed.values()].filter(({ columns }) => columns.length > 0);
  }

  times({ id }: ChunkRow): Uint8Array {
    const row = this.compiled('SELECT times FROM chunk WHERE id = ?').first([id]);
    if (!row) throw new BadValue(`its chunk ${id} cannot be found`);
    return new Cells('chunk', row).blob(0);
  }

  blobs({ chunk, columns }: PlacedColumns, withSketches: boolean): ColumnBlobs[] {
    if (chunk.rows * columns.length > mostChunkValues) throw new BadValue(`its chunk ${chunk.id} is too large`);
    const sketches = withSketches ? 'sketches' : 'NULL';
    const statement = this.compiled(`SELECT data, ${sketches} FROM column_data WHERE rowid = ?`);
    return columns.map(({ series, row }) => {
      const found = statement.first([row]);
      if (!found) throw new BadValue(`a column of its chunk ${chunk.id} cannot be found`);
      const cells = new Cells('column_data', found);
      return { series, data: cells.blob(0), sketches: cells.isNull(1) ? undefined : cells.blob(1) };
    });
  }

  private compiled(sql: string): SqliteStatement {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.database.prepare(sql)));
    return statement;
  }
}
