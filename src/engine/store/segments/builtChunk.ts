import type { ChunkKey } from '../chunk';
import type { SeriesEntry } from './seriesTable';

/** A column of a chunk as it will lie in the segment. */
export interface BuiltColumn {
  readonly entry: SeriesEntry;
  readonly data: Uint8Array;
  readonly sketches: Uint8Array | null;
}

/** A chunk as it will lie in the segment. */
export interface BuiltChunk extends ChunkKey {
  /** 0: raw samples. */
  readonly tierMs: number;
  /** Times of the first and last sample, ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  readonly times: Uint8Array;
  readonly columns: readonly BuiltColumn[];
}

/** Chunks in the order in which they lie in a segment. */
export function byPlace(a: BuiltChunk, b: BuiltChunk): number {
  return (
    compare(a.session, b.session) ||
    compare(a.group, b.group) ||
    a.hz - b.hz ||
    a.tierMs - b.tierMs ||
    a.from - b.from ||
    a.to - b.to
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
