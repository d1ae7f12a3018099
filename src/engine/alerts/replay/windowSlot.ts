import type { Series } from '../../metrics/series';
import type { WindowStats } from '../../metrics/windowStats';
import { Moments } from '../../windows/moments';

/** The newest second of each series, for windows of at most a second. Quantiles of it are its mean. */
export class WindowSlot {
  /** Milliseconds since 1970. */
  now = 0;
  private readonly newest = new Map<number, Moments>();

  put(series: Series, moments: Moments): void {
    let kept = this.newest.get(series.id);
    if (!kept) this.newest.set(series.id, (kept = new Moments()));
    kept.copyFrom(moments);
  }

  newestAt(series: Series): number | undefined {
    return this.newest.get(series.id)?.lastAt;
  }

  stats(series: Series): WindowStats | undefined {
    const moments = this.newest.get(series.id);
    if (!moments || moments.lastAt <= this.now - 1000) return undefined;
    const { count, min, max, mean, sum, first, last } = moments;
    const seconds = (moments.lastAt - moments.firstAt) / 1000;
    const change = last - first;
    return {
      count,
      min,
      max,
      avg: mean,
      sum,
      first,
      last,
      change,
      rate: seconds > 0 ? change / seconds : 0,
      stddev: Math.sqrt(Math.max(0, moments.m2 / count)),
      p50: mean,
      p95: mean,
      p99: mean,
    };
  }
}
