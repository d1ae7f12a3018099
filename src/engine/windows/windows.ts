import type { Group } from '../metrics/group';
import type { HotRing } from '../metrics/hotRing';
import type { Series } from '../metrics/series';
import type { Moments } from './moments';
import type { SecondListener } from './secondListener';
import { nearestRank } from './select';
import { Scratch, SeriesTiers } from './seriesTiers';
import { binOf, type ClosedSketch } from './sketch';
import type { WindowStats } from '../metrics/windowStats';

/** Windows up to this long are computed from the samples themselves. */
const exactUpToMs = 30_000;

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
  private values = new Float64Array(1024);
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
    const group = this.ring.groupOf(series);
    if (!group) return undefined;
    const from = now - windowMs;
    const isExact = windowMs <= exactUpToMs && !this.ring.hasForgotten(group, from);
    return isExact ? this.exact(series, group, from, now) : this.merged(series, group, from, now, windowMs);
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

  private exact(series: Series, group: Group, from: number, now: number): WindowStats | undefined {
    const { moments } = this.scratch;
    moments.reset();
    this.scan(series, group, from, now, (timestamp, value) => {
      if (timestamp === from) return;
      if (moments.count === this.values.length) this.values = grown(this.values);
      this.values[moments.count] = value;
      moments.add(timestamp, value);
    });
    if (moments.count === 0) return undefined;
    const { values } = this;
    const { count } = moments;
    return statsOf(
      moments,
      nearestRank(values, count, 0.5),
      nearestRank(values, count, 0.95),
      nearestRank(values, count, 0.99),
    );
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
    this.scan(series, group, Math.max(closedAt, from), now, (timestamp, value) => {
      if (timestamp <= closedAt) return;
      moments.add(timestamp, value);
      sketch.add(binOf(value), 1);
    });
    if (moments.count === 0) return undefined;
    const stats = statsOf(moments, sketch.quantile(0.5), sketch.quantile(0.95), sketch.quantile(0.99));
    sketch.reset();
    return stats;
  }

  private closeSecond(group: Group, second: number): void {
    const from = second * 1000;
    const { moments, sketch } = this.closing;
    for (const series of group.layout) {
      // A second that is closed once more, and a series that has several columns, count each sample once.
      const closedAt = this.tiers.get(series.id)?.lastAt ?? -Infinity;
      moments.reset();
      this.ring.slices(group, from, from + 999.999, (block, start, end) => {
        const column = block.layout.indexOf(series);
        if (column < 0) return;
        let previous = NaN;
        let bin = 0;
        for (let row = start; row < end; row++) {
          const value = block.value(column, row);
          if (Number.isNaN(value)) continue;
          const timestamp = block.timestamp(row);
          if (timestamp <= closedAt) continue;
          moments.add(timestamp, value);
          // Neighbours are often equal, and the logarithm is what costs.
          if (value !== previous) bin = binOf(value);
          previous = value;
          sketch.add(bin, 1);
        }
      });
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

  private scan(
    series: Series,
    group: Group,
    from: number,
    to: number,
    visit: (timestamp: number, value: number) => void,
  ): void {
    this.ring.slices(group, from, to, (block, start, end) => {
      const column = block.layout.indexOf(series);
      if (column < 0) return;
      for (let row = start; row < end; row++) {
        const value = block.value(column, row);
        if (!Number.isNaN(value)) visit(block.timestamp(row), value);
      }
    });
  }
}

function statsOf(moments: Moments, p50: number, p95: number, p99: number): WindowStats {
  const change = moments.last - moments.first;
  const seconds = (moments.lastAt - moments.firstAt) / 1000;
  return {
    count: moments.count,
    min: moments.min,
    max: moments.max,
    avg: moments.mean,
    sum: moments.sum,
    first: moments.first,
    last: moments.last,
    change,
    rate: seconds > 0 ? change / seconds : 0,
    stddev: Math.sqrt(Math.max(0, moments.m2 / moments.count)),
    p50,
    p95,
    p99,
  };
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
