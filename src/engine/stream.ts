import type { FromEngine, StreamRequest } from '../protocol/engineLink';
import { catalogue } from '../protocol/catalogue';
import { matchesAny } from '../protocol/glob';
import type { SeriesInfo } from '../protocol/metric';
import type { Rows } from '../protocol/rows';
import type { Block } from './metrics/block';
import type { Group } from './metrics/group';
import type { Series } from './metrics/series';
import type { Pipeline } from './pipeline';

/** Values in one message: about 16 kB, which VS Code takes well under 1 ms to pass on to a page. */
const valuesPerMessage = 2048;

/** An engine never goes on for another one by itself: whoever changes between engines says so. */
export type StreamMessage = Exclude<Extract<FromEngine, { stream: number }>, { type: 'renewed' }>;

/**
 * What one reader sees: the past it asked for in small messages, then what is new at its own rate. A series is always
 * announced before the first row that has it.
 */
export class Stream {
  private readonly cursors = new Map<number, number>();
  private readonly announced = new Map<number, string>();
  private wanted = new Set<number>();
  private seenRevision = -1;

  constructor(
    private readonly id: number,
    private readonly request: StreamRequest,
    private readonly pipeline: Pipeline,
    private readonly send: (message: StreamMessage) => void,
  ) {}

  /** The past, as messages to be sent one at a time, so that the engine's thread is free in between. */
  *history(now: number): Generator<undefined> {
    this.announce();
    const groups = [...this.pipeline.ring.groups()];
    for (const group of groups) this.cursors.set(group.id, group.nextRow);
    for (const group of groups) {
      const slices: { block: Block; start: number; end: number }[] = [];
      // Up to the newest row: what came since `now` is not left to `flush`, which begins after the cursor.
      this.pipeline.ring.slices(group, now - this.request.historyMs, Infinity, (block, start, end) => {
        slices.push({ block, start, end });
      });
      const cursor = this.cursors.get(group.id)!;
      for (const { block, start, end } of slices) {
        const stop = Math.min(end, cursor - block.firstRow);
        const step = Math.max(1, Math.floor(valuesPerMessage / Math.max(1, block.layout.length)));
        for (let row = start; row < stop; row += step) {
          const rows = this.rowsOf(group, block, row, Math.min(stop, row + step));
          if (!rows) break;
          this.send({ type: 'rows', stream: this.id, rows: [rows] });
          yield;
        }
      }
    }
    this.send({ type: 'live', stream: this.id });
  }

  /** Sends what came since the last call. */
  flush(): void {
    this.announce();
    const batch: Rows[] = [];
    for (const group of this.pipeline.ring.groups()) {
      const cursor = this.cursors.get(group.id) ?? 0;
      if (cursor === group.nextRow) continue;
      this.cursors.set(group.id, group.nextRow);
      this.pipeline.ring.slicesFrom(group, cursor, (block, start, end) => {
        const rows = this.rowsOf(group, block, start, end);
        if (rows) batch.push(rows);
      });
    }
    if (batch.length > 0) this.send({ type: 'rows', stream: this.id, rows: batch });
  }

  private rowsOf(group: Group, block: Block, start: number, until: number): Rows | undefined {
    // The block may have been dropped for room since its slice was noted.
    const end = Math.min(until, block.rows);
    if (end <= start) return undefined;
    const columns: number[] = [];
    for (let column = 0; column < block.layout.length; column++)
      if (this.wanted.has(block.layout[column]!.id)) columns.push(column);
    if (columns.length === 0) return undefined;
    const count = end - start;
    const series = new Int32Array(columns.length);
    const values = new Float64Array(columns.length * count);
    columns.forEach((column, i) => {
      series[i] = block.layout[column]!.id;
      values.set(block.column(column, start, end), i * count);
    });
    return { group: group.id, timestamps: block.timestamps(start, end).slice(), series, values };
  }

  private announce(): void {
    const { registry } = this.pipeline;
    if (registry.revision === this.seenRevision) return;
    this.seenRevision = registry.revision;
    const news: SeriesInfo[] = [];
    const wanted = new Set<number>();
    for (const series of registry.all()) {
      if (!matchesAny(this.request.metrics, series.metric)) continue;
      wanted.add(series.id);
      const { quality, reason = '', origin } = series;
      const state = `${quality} ${reason} ${origin ? `${origin.method} ${origin.scope} ${origin.source}` : ''}`;
      if (this.announced.get(series.id) === state) continue;
      this.announced.set(series.id, state);
      news.push(infoOf(series));
    }
    for (const id of this.announced.keys()) if (!wanted.has(id)) this.announced.delete(id);
    this.wanted = wanted;
    if (news.length > 0) this.send({ type: 'series', stream: this.id, series: news });
  }
}

function infoOf(series: Series): SeriesInfo {
  const { id, metric, labels, quality, reason, origin } = series;
  const { unit } = catalogue[metric];
  return {
    id,
    metric,
    labels,
    unit,
    quality,
    ...(reason === undefined ? {} : { reason }),
    ...(origin ? { origin } : {}),
  };
}
