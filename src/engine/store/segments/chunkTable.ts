import type { ChunkKey } from '../chunk';
import { mostRows } from '../codec/column';
import { BadValue } from './badValue';
import { Cells } from './cells';
import { mostTextCharacters } from './seriesRows';
import type { SqliteRow } from './sqlite';

/** What the table `chunk` says of a chunk. */
export interface ChunkRow extends ChunkKey {
  readonly id: number;
  /** 0: raw samples. */
  readonly tierMs: number;
  /** Times of the first and last sample, ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

const widestTierMs = 86_400_000;

/** Times come last in the row, so that reading the others does not touch them. */
export const chunkQuery = 'SELECT id, session, grp, hz, tier_ms, from_ms, to_ms, row_count FROM chunk';

/** @throws BadValue */
export function parseChunkRow(row: SqliteRow): ChunkRow {
  const cells = new Cells('chunk', row);
  const chunk = {
    id: cells.whole(0, 1, Number.MAX_SAFE_INTEGER),
    session: cells.text(1, mostTextCharacters),
    group: cells.text(2, mostTextCharacters),
    hz: cells.finite(3),
    tierMs: cells.whole(4, 0, widestTierMs),
    from: cells.time(5),
    to: cells.time(6),
    rows: cells.whole(7, 1, mostRows),
  };
  if (chunk.hz < 0 || chunk.from > chunk.to) throw new BadValue(`its chunk ${chunk.id} contradicts itself`);
  return chunk;
}
