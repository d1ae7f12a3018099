import type { MetricId } from '../protocol/catalogue';
import type { SeriesInfo } from '../protocol/metric';
import type { Rows } from '../protocol/rows';
import type { StreamReader } from './engineStreams';

/** The gap assumed before a second sample shows the true one: the slowest rate that can be set. */
const assumedGapMs = 10_000;
const leastFreshMs = 3000;

/** What one series was at of late. */
export interface Latest {
  readonly info: SeriesInfo;
  /** Mean of the values in the newest message that had some; NaN until there was one. */
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** Milliseconds between the last two messages that had values. */
  readonly gapMs: number;
}

/** Remembers the newest value of each series of a stream, one for each message. */
export class LatestValues implements StreamReader {
  private readonly byId = new Map<number, Latest>();

  /** @param changed Told after each message of the stream that may change what is shown. */
  constructor(private readonly changed: () => void) {}

  reset(): void {
    this.byId.clear();
    this.changed();
  }

  series(series: readonly SeriesInfo[]): void {
    for (const info of series) {
      const known = this.byId.get(info.id);
      this.byId.set(info.id, known ? { ...known, info } : { info, value: NaN, timestamp: 0, gapMs: assumedGapMs });
    }
    this.changed();
  }

  rows(rows: readonly Rows[]): void {
    for (const { timestamps, series, values } of rows) {
      for (let column = 0; column < series.length; column++) {
        const known = this.byId.get(series[column]!);
        if (known) this.take(known, timestamps, values, column);
      }
    }
    this.changed();
  }

  live(): void {
    this.changed();
  }

  /** Every series of a metric, with whatever was last heard of it. */
  all(metric: MetricId): Latest[] {
    return [...this.byId.values()].filter((latest) => latest.info.metric === metric);
  }

  /** The only series of a metric without labels. */
  one(metric: MetricId): Latest | undefined {
    return this.all(metric)[0];
  }

  /** A reader of one message a second wants that second, not the last 100 ms of it, which jump. */
  private take(known: Latest, timestamps: Float64Array, values: Float64Array, column: number): void {
    const start = column * timestamps.length;
    let count = 0;
    let sum = 0;
    let timestamp = 0;
    for (let row = 0; row < timestamps.length; row++) {
      const value = values[start + row]!;
      if (Number.isNaN(value)) continue;
      count++;
      sum += value;
      timestamp = timestamps[row]!;
    }
    if (count === 0) return;
    const gapMs = known.timestamp > 0 ? timestamp - known.timestamp : assumedGapMs;
    this.byId.set(known.info.id, { info: known.info, value: sum / count, timestamp, gapMs });
  }
}

/** The value, unless there was none, it cannot be had, or it is older than three of its usual gaps (at least 3 s). */
export function freshValue(latest: Latest | undefined, now: number): number | undefined {
  if (!latest || Number.isNaN(latest.value) || latest.info.quality === 'unavailable') return undefined;
  const limit = Math.max(leastFreshMs, 3 * latest.gapMs);
  return now - latest.timestamp <= limit ? latest.value : undefined;
}
