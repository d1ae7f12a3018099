import type { MetricReader, Sample } from '../metrics/reader';
import type { Series } from '../metrics/series';

/** The newest sample of a series that is still true; undefined where there is none, which is never the same as 0. */
export function presentSample(reader: Pick<MetricReader, 'latest'>, series: Series, now: number): Sample | undefined {
  if (series.quality === 'unavailable') return undefined;
  const sample = reader.latest(series, now);
  return sample && Number.isFinite(sample.value) ? sample : undefined;
}
