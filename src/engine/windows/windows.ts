import type { Block } from '../metrics/block';
import type { Group } from '../metrics/group';
import type { HotRing } from '../metrics/hotRing';
import type { Series } from '../metrics/series';
import type { WindowStats } from '../metrics/windowStats';
import type { Moments } from './moments';
import type { SecondListener } from './secondListener';
import { Scratch, SeriesTiers } from './seriesTiers';
import type { ClosedSketch } from './sketch';
import { WindowSamples } from './windowSamples';

/** Windows up to this long are computed from the samples themselves. */
const exactUpToMs = 30_000;

type Quantiles = Pick<WindowStats, 'p50' | 'p95' | 'p99'>;

/** Rows of a block, `end` not included. */
interface Run {
  readonly block: Block;
  readonly start: number;
  readonly end: number;
}

/**
 * Rolling windows over the hot ring. Nothing happens per sample: once a group's second is over, its columns are read
 * through once and folded into each series' tiers.
 */
export class Windows {
  private readonly tiers = new Map<number, SeriesTiers>();
  private readonly openSecond = new Map<Group, number>();
  private readonly scratch = new Scratch();
  /** The second that is being closed, while coarser buckets are made in `scratch`. */
  private readonly closing = new Scratch();
  private readonly samples = new WindowSamples();
  /** Told of each second of the series that it wants. */
  listener: SecondListener | undefined;

  constructor(private readonly ring: HotRing) {}

  /** Tells that a group got a frame; closes its seconds that are over. */
  advance(group: Group, timestamp: number): void {
    const second = Math.floor(timestamp / 1000);
    const open = this.openSecond.get(group);
    if (open === second) return;
    this.openSecond.set(group, second);
    if (open !== undefined) this.closeSecond(group, open);
  }

  /**
   * Closes the seconds that are over although their group got no later frame, as a slow one's. A frame that is late all
   * the same is not lost: its second is closed once more.
   * @param now Milliseconds since 1970.
   */
  settle(now: number): void {
    const second = Math.floor(now / 1000);
    for (const [group, open] of this.openSecond) {
      if (open >= second) continue;
      this.openSecond.delete(group);
      this.closeSecond(group, open);
    }
  }

  /** Timestamp of the newest sample, ms since 1970; undefined while there is none. */
  newestAt(series: Series): number | undefined {
    const group = this.ring.groupOf(series);
    const closed = this.tiers.get(series.id)?.lastAt;
    const open = group && this.openSecond.get(group);
    let newest = closed;
    // Looks no further back than the open second, so a series that is silent costs no more than others.
    if (open !== undefined)
      this.ring.newest(series, open * 1000, (timestamp) => {
        newest = timestamp;
      });
    return newest;
  }

  /**
   * Calls `visit` for what memory holds of a series' closed seconds, oldest first: in seconds for the last minute, in
   * 5 s for five minutes, in minutes for the hour. Those with samples from `from` to `to` (not included, ms since 1970)
   * are visited whole. What is visited is used again after the call.
   */
  past(series: Series, from: number, to: number, visit: (samples: Moments, sketch: ClosedSketch) => void): void {
    this.tiers.get(series.id)?.past(from, to, visit);
  }

  /** Statistics over the samples later than `now - windowMs`; undefined when there were none. */
  query(series: Series, windowMs: number, now: number): WindowStats | undefined {
    const stats = this.recent(series, windowMs, now);
    return stats === this.samples ? statsOf(this.samples.moments, stats) : stats;
  }

  /** As `query`, for readers of many windows a second: what it returns may be used again with the next call. */
  recent(series: Series, windowMs: number, now: number): WindowStats | undefined {
    const group = this.ring.groupOf(series);
    if (!group) return undefined;
    const from = now - windowMs;
    const isExact = windowMs <= exactUpToMs && !this.ring.hasForgotten(group, from);
    return isExact ? this.read(series, group, from, now) : this.merged(series, group, from, now, windowMs);
  }

  forget(series: Series): void {
    this.tiers.delete(series.id);
    this.listener?.forget(series);
  }

  clear(): void {
    this.tiers.clear();
    this.openSecond.clear();
    this.listener?.clear();
  }

  private read(series: Series, group: Group, from: number, now: number): WindowStats | undefined {
    this.samples.read(this.ring, series, group, from, now);
    return this.samples.count === 0 ? undefined : this.samples;
  }

  private merged(series: Series, group: Group, from: number, now: number, windowMs: number): WindowStats | undefined {
    const { moments, sketch } = this.scratch;
    moments.reset();
    sketch.reset();
    const tiers = this.tiers.get(series.id);
    tiers?.each(from, windowMs, (closed, bins) => {
      moments.merge(closed);
      sketch.merge(bins);
    });
    const closedAt = tiers?.lastAt ?? -Infinity;
    this.ring.slices(group, Math.max(closedAt, from), now, (block, start, end) => {
      const column = block.layout.indexOf(series);
      if (column < 0) return;
      moments.addRows(block, column, start, end, closedAt);
      sketch.addRows(block, column, start, end, closedAt);
    });
    if (moments.count === 0) return undefined;
    // A bin stands for values on both sides of it, and no quantile lies beyond what was measured.
    const quantile = (q: number): number => Math.min(moments.max, Math.max(moments.min, sketch.quantile(q)));
    const stats = statsOf(moments, { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) });
    sketch.reset();
    return stats;
  }

  private closeSecond(group: Group, second: number): void {
    const from = second * 1000;
    const runs: Run[] = [];
    this.ring.slices(group, from, from + 999.999, (block, start, end) => runs.push({ block, start, end }));
    const { moments, sketch } = this.closing;
    for (const series of group.layout) {
      // A second that is closed once more, and a series that has several columns, count each sample once.
      const closedAt = this.tiers.get(series.id)?.lastAt ?? -Infinity;
      moments.reset();
      for (const { block, start, end } of runs) {
        const column = block.layout.indexOf(series);
        if (column < 0) continue;
        moments.addRows(block, column, start, end, closedAt);
        sketch.addRows(block, column, start, end, closedAt);
      }
      if (moments.count === 0) continue;
      const bins = sketch.close();
      this.tiersOf(series).close(second, moments, bins, this.scratch);
      if (this.listener?.wants(series)) this.listener.secondClosed(series, second, moments, bins);
    }
  }

  private tiersOf(series: Series): SeriesTiers {
    let tiers = this.tiers.get(series.id);
    if (!tiers) this.tiers.set(series.id, (tiers = new SeriesTiers()));
    return tiers;
  }
}

function statsOf(
  { count, min, max, mean, sum, first, last, change, rate, stddev }: Moments,
  of: Quantiles,
): WindowStats {
  return { count, min, max, avg: mean, sum, first, last, change, rate, stddev, p50: of.p50, p95: of.p95, p99: of.p99 };
}
