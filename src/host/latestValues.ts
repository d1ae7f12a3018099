import type { MetricId } from '../protocol/catalogue';
import type { StreamReader } from '../protocol/feed/streamReader';
import type { SeriesInfo } from '../protocol/metric';
import type { Rows } from '../protocol/rows';

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
  private byId = new Map<number, Latest>();
  /** What another engine told before this one, by who it is about. */
  private earlier: ReadonlyMap<string, Latest> = new Map();

  /** @param changed Told after each message of the stream that may change what is shown. */
  constructor(private readonly changed: () => void) {}

  reset(): void {
    this.byId.clear();
    this.earlier = new Map();
    this.changed();
  }

  renewed(): void {
    this.earlier = new Map([
      ...this.earlier,
      ...Array.from(this.byId.values(), (latest) => [nameOf(latest.info), latest] as const),
    ]);
    this.byId = new Map();
  }

  series(series: readonly SeriesInfo[]): void {
    for (const info of series) {
      const known = this.byId.get(info.id);
      const earlier = known ?? this.earlier.get(nameOf(info));
      this.byId.set(info.id, earlier ? { ...earlier, info } : { info, value: NaN, timestamp: 0, gapMs: assumedGapMs });
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
    this.earlier = new Map();
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
    const comesAgain = this.earlier.size > 0 && timestamp <= known.timestamp;
    if (count === 0 || comesAgain) return;
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

/** Who a series is, whichever engine it comes from. */
function nameOf({ metric, labels }: SeriesInfo): string {
  return JSON.stringify([metric, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
