import type { LatencySummary } from '../../../../protocol/requests';
import { HistogramTrack } from '../histograms/histogramTrack';
import { quantile, type Buckets, type Quantile } from '../histograms/quantile';
import { RecentHistogram } from '../histograms/recentHistogram';
import type { Alternatives, PageNames } from './pageNames';
import { find, type ModelSamples } from './scrapedPage';

export const timeKeys = ['ttft', 'interToken', 'request'] as const;
export type TimeKey = (typeof timeKeys)[number];

/** Times of one model, from the histograms that its runtime keeps. */
export class ScrapedTimes {
  private readonly tracks = {
    ttft: new HistogramTrack(),
    interToken: new HistogramTrack(),
    request: new HistogramTrack(),
  };
  private readonly recent = new RecentHistogram();
  private readonly medians: Record<TimeKey, Quantile | undefined> = {
    ttft: undefined,
    interToken: undefined,
    request: undefined,
  };
  private readonly absent = new Set<TimeKey>(timeKeys);

  /** Histograms that could not be made sense of. */
  get refused(): number {
    return timeKeys.reduce((sum, key) => sum + this.tracks[key].refused, 0);
  }

  /** @param at Milliseconds of a monotonic clock. */
  take(samples: ModelSamples, names: PageNames, at: number, areNewFromZero: boolean): void {
    for (const key of timeKeys) {
      const growth = this.growth(key, samples, names[key], areNewFromZero);
      this.medians[key] = growth && quantile(growth, 0.5);
      if (key === 'ttft' && growth) this.recent.add(at, growth);
    }
  }

  has(key: TimeKey): boolean {
    return !this.absent.has(key);
  }

  /** Median of what ended between the last two readings, ms; undefined when nothing did. */
  median(key: TimeKey): Quantile | undefined {
    const median = this.medians[key];
    return median && { ...median, value: median.value * 1000 };
  }

  /** Times to the first token over the last five minutes. @param at Milliseconds of a monotonic clock. */
  ttft(at: number): LatencySummary | undefined {
    return this.recent.summary(at);
  }

  /** The program is known to have restarted. */
  restarted(): void {
    for (const key of timeKeys) this.tracks[key].restarted();
  }

  private growth(
    key: TimeKey,
    samples: ModelSamples,
    alternatives: Alternatives,
    areNewFromZero: boolean,
  ): Buckets | undefined {
    const found = find(samples, alternatives);
    if (!found) {
      this.absent.add(key);
      return undefined;
    }
    this.absent.delete(key);
    return this.tracks[key].take(found.samples, found.source, areNewFromZero);
  }
}
