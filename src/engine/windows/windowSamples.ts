import type { Block } from '../metrics/block';
import type { Group } from '../metrics/group';
import type { HotRing } from '../metrics/hotRing';
import type { Series } from '../metrics/series';
import type { WindowStats } from '../metrics/windowStats';
import { Moments } from './moments';
import { nearestRank } from './select';

/**
 * The samples of one short window, read from their columns. One object serves all windows in turn, so that reading one
 * allocates nothing, and quantiles, which cost the most, are found only if somebody asks.
 */
export class WindowSamples implements WindowStats {
  readonly moments = new Moments();
  private values = new Float64Array(1024);
  private series: Series | undefined;
  private after = -Infinity;

  /** Takes the samples with `from < timestamp <= to`, ms since 1970, in place of those before. */
  read(ring: HotRing, series: Series, group: Group, from: number, to: number): void {
    this.moments.reset();
    this.series = series;
    this.after = from;
    ring.slices(group, from, to, this.take);
  }

  get count(): number {
    return this.moments.count;
  }

  get min(): number {
    return this.moments.min;
  }

  get max(): number {
    return this.moments.max;
  }

  get avg(): number {
    return this.moments.mean;
  }

  get sum(): number {
    return this.moments.sum;
  }

  get first(): number {
    return this.moments.first;
  }

  get last(): number {
    return this.moments.last;
  }

  get change(): number {
    return this.moments.change;
  }

  get rate(): number {
    return this.moments.rate;
  }

  get stddev(): number {
    return this.moments.stddev;
  }

  get p50(): number {
    return nearestRank(this.values, this.count, 0.5);
  }

  get p95(): number {
    return nearestRank(this.values, this.count, 0.95);
  }

  get p99(): number {
    return nearestRank(this.values, this.count, 0.99);
  }

  /** Made once: a function for each window would be garbage of each window. */
  private readonly take = (block: Block, start: number, end: number): void => {
    const { series, after, moments } = this;
    const column = series ? block.layout.indexOf(series) : -1;
    if (column < 0) return;
    let count = moments.count;
    moments.addRows(block, column, start, end, after);
    while (this.values.length < moments.count) this.values = grown(this.values);
    const { values } = this;
    for (let row = start; row < end; row++) {
      const value = block.value(column, row);
      if (!Number.isNaN(value) && block.timestamp(row) > after) values[count++] = value;
    }
  };
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
