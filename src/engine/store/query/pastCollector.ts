import { matchesAny } from '../../../protocol/glob';
import type { HistoryRequest, HistorySeries } from '../../../protocol/history';
import { SketchBuilder } from '../../windows/sketch';
import type { ChunkKey, RawChunk, TierChunk } from '../chunk';
import { storedKey, type SeriesState, type StoredSeries } from '../storedSeries';
import { EverySample } from './everySample';
import type { PointBudget } from './pointBudget';
import { RangeQuality } from './rangeQuality';
import type { SeriesPast } from './seriesPast';
import { SteppedSamples } from './steppedSamples';
import type { Span } from './timeSpans';

interface Gathered {
  readonly series: StoredSeries;
  readonly past: SeriesPast;
  readonly quality: RangeQuality;
  hasRows: boolean;
}

/** Gathers the samples and buckets of an answer, in whatever order they come, each of them once. */
export class PastCollector {
  private readonly byKey = new Map<string, Gathered>();
  private readonly matches = new Map<string, boolean>();
  private readonly sketch = new SketchBuilder();

  /** @param stepMs 0: every sample for itself. @param range What the answer covers. */
  constructor(
    private readonly request: Pick<HistoryRequest, 'metrics' | 'aggregates' | 'isWhole'>,
    private readonly stepMs: number,
    private readonly range: Span,
    private readonly budget: PointBudget,
  ) {}

  readonly wanted = ({ metric }: StoredSeries): boolean => {
    let matches = this.matches.get(metric);
    if (matches === undefined) {
      matches = matchesAny(this.request.metrics, metric);
      this.matches.set(metric, matches);
    }
    return matches;
  };

  /** @param within Samples beyond it are left out, as are those that the answer does not cover. */
  addSamples(chunk: RawChunk, within: Span = this.range): void {
    const { from, until } = this.rowsWithin(chunk.times, within);
    if (from >= until) return;
    for (const { series, values } of chunk.columns)
      this.pastOf(chunk, series)?.addSamples(chunk.times, values, from, until);
  }

  /** @param within Buckets that begin beyond it are left out. */
  addBuckets(chunk: TierChunk, within: Span = this.range): void {
    const { from, until } = this.rowsWithin(chunk.starts, within);
    if (from >= until) return;
    for (const { series, buckets } of chunk.columns)
      this.pastOf(chunk, series)?.addBuckets(chunk, buckets, from, until);
  }

  addState(session: string, series: StoredSeries, state: SeriesState): void {
    if (this.wanted(series)) this.gathered(series).quality.addState(session, state);
  }

  /** The series that have a row in the range, by metric and labels. */
  finish(): HistorySeries[] {
    const { from, to } = this.range;
    return Array.from(this.byKey)
      .filter(([, { hasRows }]) => hasRows)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([
          ,
          {
            series: { metric, labels, unit },
            past,
            quality,
          },
        ]) => {
          return { metric, labels, unit, ...quality.leastGood(from, to, past.hasValues), ...past.finish() };
        },
      );
  }

  private pastOf({ session, hz }: ChunkKey, series: StoredSeries): SeriesPast | undefined {
    if (!this.wanted(series)) return undefined;
    const gathered = this.gathered(series);
    if (!gathered.hasRows) this.budget.addSeries();
    gathered.hasRows = true;
    gathered.quality.addSamples(session);
    gathered.past.seen(hz, series.decimals);
    return gathered.past;
  }

  private gathered(series: StoredSeries): Gathered {
    const key = storedKey(series.metric, series.labels);
    let gathered = this.byKey.get(key);
    if (!gathered) {
      gathered = { series, past: this.newPast(), quality: new RangeQuality(), hasRows: false };
      this.byKey.set(key, gathered);
    }
    return gathered;
  }

  private newPast(): SeriesPast {
    const { aggregates, isWhole } = this.request;
    const { from, to } = this.range;
    if (isWhole === true) return new SteppedSamples(to - from, aggregates, this.sketch, this.budget, from);
    if (this.stepMs === 0) return new EverySample(aggregates, this.budget);
    return new SteppedSamples(this.stepMs, aggregates, this.sketch, this.budget);
  }

  private rowsWithin(times: Float64Array, within: Span): { readonly from: number; readonly until: number } {
    return {
      from: lowerBound(times, Math.max(within.from, this.range.from)),
      until: lowerBound(times, Math.min(within.to, this.range.to)),
    };
  }
}

/** The first of ascending times that is not before `time`. */
function lowerBound(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
