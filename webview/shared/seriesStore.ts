import type { MetricId } from '../../src/protocol/catalogue';
import type { SeriesInfo } from '../../src/protocol/metric';
import type { Rows } from '../../src/protocol/rows';
import { Column } from './column';
import { SumTrace } from './sumTrace';
import { Trace } from './trace';

/** The longest stretch that a view shows, and a little more, so that lines enter from the left edge. */
const keptMs = 310_000;
const pruneEveryMs = 10_000;
const mostSeries = 10_000;
/** A step back in time by more than this is a clock that was set, not a late row. */
const mostLateMs = 1000;

export interface KnownSeries {
  info: SeriesInfo;
  readonly trace: Trace;
}

export interface StoreOptions {
  /** Metrics of which the past is kept, not only the newest value. */
  readonly drawn: readonly MetricId[];
  /** Metrics of which also the sum over all their series is kept; one group must have all of these series. */
  readonly summed: readonly MetricId[];
}

/** Everything a view knows about series: who they are, their newest values, and minutes of past of those it draws. */
export class SeriesStore {
  /** Grows when series are added or change their quality. */
  revision = 0;
  /** Time of the newest row, ms since 1970; 0 before there is one. */
  newest = 0;
  /** Time of the oldest row since the host began anew, kept or not, ms since 1970; Infinity before there is one. */
  oldest = Infinity;
  private readonly byId = new Map<number, KnownSeries>();
  private readonly byMetric = new Map<string, KnownSeries[]>();
  private readonly sums = new Map<string, SumTrace>();
  /** Series of an earlier engine that this one has not announced, by who they are. */
  private readonly left = new Map<string, KnownSeries>();
  private isRepeating = false;
  private drawn: ReadonlySet<string>;
  private prunedAt = 0;

  constructor(private readonly options: StoreOptions) {
    this.drawn = new Set(options.drawn);
    this.reset();
  }

  reset(): void {
    this.revision++;
    this.newest = 0;
    this.oldest = Infinity;
    this.prunedAt = 0;
    this.byId.clear();
    this.byMetric.clear();
    this.left.clear();
    this.isRepeating = false;
    for (const metric of this.options.summed) this.sums.set(metric, new SumTrace());
  }

  /**
   * Another engine goes on with the same series under numbers of its own. Everything that is kept stays; until `live`,
   * rows that are here already may come again and are left out.
   */
  renew(): void {
    this.revision++;
    this.isRepeating = true;
    for (const known of this.byId.values()) {
      // Its number may be another one's now, and lists tell series by it.
      known.info = { ...known.info, id: -1 - this.left.size };
      this.left.set(nameOf(known.info), known);
    }
    this.byId.clear();
  }

  /** What comes from here on is new. */
  live(): void {
    this.isRepeating = false;
  }

  /**
   * Keeps from now on the past of these metrics too, in place of those that were named here before. Returns whether some of
   * it has come already and was not kept.
   */
  draw(metrics: readonly string[]): boolean {
    this.drawn = new Set([...this.options.drawn, ...metrics]);
    let isMissing = false;
    for (const { info, trace } of this.byId.values()) {
      const isDrawn = this.drawn.has(info.metric);
      isMissing ||= isDrawn && trace.column === undefined && trace.timestamp > 0;
      trace.keepPast(isDrawn);
    }
    return isMissing;
  }

  define(series: readonly SeriesInfo[]): void {
    this.revision++;
    for (const info of series) {
      const known = this.byId.get(info.id);
      if (known?.info.metric === info.metric) known.info = info;
      else if (!known && this.byId.size < mostSeries) this.add(info);
    }
  }

  /** Takes samples in; those of series that were never announced are left out. */
  append(blocks: readonly Rows[]): void {
    for (const rows of blocks) this.appendBlock(rows);
    if (this.newest - this.prunedAt < pruneEveryMs) return;
    this.prunedAt = this.newest;
    for (const { trace } of this.byId.values()) trace.column?.dropBefore(this.newest - keptMs);
    for (const { trace } of this.sums.values()) trace.column?.dropBefore(this.newest - keptMs);
    this.pruneLeft();
  }

  /** Every series of a metric, in the order in which they were announced. */
  all(metric: MetricId): readonly KnownSeries[] {
    return this.byMetric.get(metric) ?? [];
  }

  /** The only series of a metric without labels. */
  one(metric: MetricId): KnownSeries | undefined {
    return this.all(metric)[0];
  }

  /** The sum over all series of one of the metrics that the store was told to sum. */
  sum(metric: MetricId): Trace | undefined {
    return this.sums.get(metric)?.trace;
  }

  private add(info: SeriesInfo): void {
    const name = nameOf(info);
    const left = this.left.get(name);
    if (left) {
      this.left.delete(name);
      left.info = info;
      this.byId.set(info.id, left);
      return;
    }
    const known = { info, trace: new Trace(this.drawn.has(info.metric) ? new Column() : undefined) };
    this.byId.set(info.id, known);
    const siblings = this.byMetric.get(info.metric);
    if (siblings) siblings.push(known);
    else this.byMetric.set(info.metric, [known]);
  }

  private appendBlock(rows: Rows): void {
    const { timestamps, series, values } = rows;
    const count = timestamps.length;
    if (count === 0) return;
    if (!this.isRepeating && this.stepsBack(series, timestamps[0]!)) this.forgetSamples();
    for (const sum of this.sums.values()) sum.begin();
    for (let at = 0; at < series.length; at++) {
      const known = this.byId.get(series[at]!);
      if (!known) continue;
      for (let row = 0; row < count; row++) known.trace.take(timestamps[row]!, values[at * count + row]!);
      this.sums.get(known.info.metric)?.add(rows, at);
    }
    for (const sum of this.sums.values()) sum.end(timestamps);
    this.newest = Math.max(this.newest, timestamps[count - 1]!);
    this.oldest = Math.min(this.oldest, timestamps[0]!);
  }

  private pruneLeft(): void {
    for (const [name, known] of this.left) {
      known.trace.column?.dropBefore(this.newest - keptMs);
      if (known.trace.timestamp >= this.newest - keptMs) continue;
      this.left.delete(name);
      const { metric } = known.info;
      const others = this.byMetric.get(metric)?.filter((other) => other !== known) ?? [];
      if (others.length > 0) this.byMetric.set(metric, others);
      else this.byMetric.delete(metric);
      this.revision++;
    }
  }

  private stepsBack(series: Int32Array, time: number): boolean {
    const known = this.byId.get(series[0] ?? -1);
    return known !== undefined && time < known.trace.timestamp - mostLateMs;
  }

  /** What was sampled by the clock before it was set back would lie in the future now. */
  private forgetSamples(): void {
    this.newest = 0;
    this.oldest = Infinity;
    this.prunedAt = 0;
    for (const { trace } of this.byId.values()) trace.clear();
    for (const { trace } of this.left.values()) trace.clear();
    for (const { trace } of this.sums.values()) trace.clear();
  }
}

/** Who a series is, whichever engine it comes from. */
function nameOf({ metric, labels }: SeriesInfo): string {
  return JSON.stringify([metric, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
