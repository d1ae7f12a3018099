import type { Aggregation } from '../../../protocol/rules/rule';
import type { Series } from '../../metrics/series';
import type { WindowStats } from '../../metrics/windowStats';
import type { Moments } from '../moments';
import type { ClosedSketch } from '../sketch';
import type { SecondListener } from '../secondListener';
import type { BucketQueue } from './bucketQueue';
import { FastFigure } from './fastFigure';
import type { Figure, FigureSource, FigureSpec } from './figure';
import { type FoldedAggregation, folds } from './fold';
import { FoldQueue } from './foldQueue';
import { PackedBins } from './packedBins';
import { RollingFigure } from './rollingFigure';
import { SketchQueue } from './sketchQueue';
import { isUsable, type StoredBucket } from './storedBucket';

/** Windows up to this long are read from the samples themselves. */
const fastUpToMs = 1000;

const quantiles: Readonly<Record<Exclude<Aggregation, FoldedAggregation>, number>> = { p50: 0.5, p95: 0.95, p99: 0.99 };

/** Where figures come from. */
export interface FigureOptions {
  /** Statistics of the samples later than `now - windowMs`; undefined when there were none. The object may be used again. */
  fast(series: Series, windowMs: number, now: number): WindowStats | undefined;
  newestAt(series: Series): number | undefined;
  /** Calls `visit` for what memory holds of closed seconds with samples from `from` to `to` (not included), oldest first. */
  past?(series: Series, from: number, to: number, visit: (samples: Moments, sketch: ClosedSketch) => void): void;
}

/** What a store should be asked for: stored samples of a series, `from <= timestamp < to`, ms since 1970. */
export interface PastWish {
  readonly series: Series;
  readonly from: number;
  readonly to: number;
}

interface SharedFigure {
  readonly spec: FigureSpec;
  readonly figure: RollingFigure;
  users: number;
}

/** The figures of all rules: each is kept once, fed with every second that is closed, and read at the same small cost. */
export class RollingFigures implements FigureSource, SecondListener {
  private readonly bySeries = new Map<number, { readonly series: Series; readonly figures: SharedFigure[] }>();
  private readonly packed = new PackedBins();

  constructor(private readonly options: FigureOptions) {}

  /** A figure that knows at once what memory holds of its window: in seconds for the last minute, coarser before. */
  open(series: Series, spec: FigureSpec): Figure {
    const { windowMs, offsetMs } = spec;
    if (windowMs <= fastUpToMs && offsetMs === 0)
      return new FastFigure(spec, (now) => this.options.fast(series, windowMs, now));
    const known = this.bySeries.get(series.id);
    const shared = known?.figures.find((one) => isSame(one.spec, spec));
    if (shared) {
      shared.users++;
      return shared.figure;
    }
    const figure = this.filled(series, spec);
    if (known) known.figures.push({ spec, figure, users: 1 });
    else this.bySeries.set(series.id, { series, figures: [{ spec, figure, users: 1 }] });
    return figure;
  }

  /** @throws Error when it is not open. */
  close(series: Series, spec: FigureSpec): void {
    if (spec.windowMs <= fastUpToMs && spec.offsetMs === 0) return;
    const figures = this.bySeries.get(series.id)?.figures ?? [];
    const at = figures.findIndex((one) => isSame(one.spec, spec));
    const shared = figures[at];
    if (!shared) throw new Error(`A figure of ${series.metric} is closed that is not open.`);
    if (--shared.users > 0) return;
    figures.splice(at, 1);
    if (figures.length === 0) this.bySeries.delete(series.id);
  }

  newestAt(series: Series): number | undefined {
    return this.options.newestAt(series);
  }

  wants(series: Series): boolean {
    return this.bySeries.has(series.id);
  }

  secondClosed(series: Series, second: number, samples: Moments, sketch: ClosedSketch): void {
    const known = this.bySeries.get(series.id);
    if (!known) return;
    for (const { figure } of known.figures) figure.append(second * 1000, samples, sketch);
  }

  /**
   * What figures lack whose windows, of a minute or more, reach further back than memory: told once for each of them,
   * in one stretch for each series.
   * @param now Milliseconds since 1970.
   */
  *wantsPast(now: number): Iterable<PastWish> {
    for (const { series, figures } of this.bySeries.values()) {
      let from = Infinity;
      let to = -Infinity;
      for (const { figure } of figures) {
        const wish = figure.takeWish(now, this.options.newestAt(series));
        if (!wish) continue;
        from = Math.min(from, wish.from);
        to = Math.max(to, wish.to);
      }
      if (from < to) yield { series, from, to };
    }
  }

  /**
   * Takes in what a store had of the past that `wantsPast` told, in any order. Each figure takes the buckets that end
   * before its own oldest sample, so nothing counts twice; a bucket that overlaps what it has is left out. A bucket
   * counts as one stretch of evenly spread samples; to quantiles they all have its mean.
   */
  fill(series: Series, buckets: Iterable<StoredBucket>): void {
    const known = this.bySeries.get(series.id);
    if (!known) return;
    const newestFirst = Array.from(buckets).filter(isUsable);
    newestFirst.sort((a, b) => b.at - a.at);
    for (const { figure } of known.figures) figure.fill(newestFirst);
  }

  /** Forgets the samples of a series; its figures stay open. */
  forget(series: Series): void {
    for (const { figure } of this.bySeries.get(series.id)?.figures ?? []) figure.clear();
  }

  /** Forgets all samples, as after the clock was set back; figures stay open. */
  clear(): void {
    for (const { figures } of this.bySeries.values()) for (const { figure } of figures) figure.clear();
  }

  private filled(series: Series, spec: FigureSpec): RollingFigure {
    const figure = new RollingFigure(spec, this.queueOf(spec.aggregation));
    const newest = this.options.newestAt(series);
    if (newest !== undefined)
      this.options.past?.(series, figure.beginAt(newest), Infinity, (samples, sketch) => {
        figure.append(samples.lastAt, samples, sketch);
      });
    return figure;
  }

  private queueOf(aggregation: Aggregation): BucketQueue {
    return isQuantile(aggregation)
      ? new SketchQueue(quantiles[aggregation], this.packed)
      : new FoldQueue(folds[aggregation]);
  }
}

function isQuantile(aggregation: Aggregation): aggregation is keyof typeof quantiles {
  return aggregation in quantiles;
}

function isSame(a: FigureSpec, b: FigureSpec): boolean {
  return (
    a.windowMs === b.windowMs &&
    a.aggregation === b.aggregation &&
    a.offsetMs === b.offsetMs &&
    (a.ignoresZero === true) === (b.ignoresZero === true)
  );
}
