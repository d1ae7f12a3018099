import { catalogue } from '../../protocol/catalogue';
import { matchesGlob } from '../../protocol/glob';
import type { Labels, Unit } from '../../protocol/metric';
import type { MetricReader } from '../metrics/reader';
import type { Series } from '../metrics/series';

/** The series whose metric fits a pattern, as they are now; later ones do not join an answer under way. */
export function matching(reader: MetricReader, pattern: string): Series[] {
  const found: Series[] = [];
  for (const series of reader.series()) if (matchesGlob(pattern, series.metric)) found.push(series);
  return found;
}

export interface SeriesName {
  readonly metric: string;
  readonly labels: Labels;
  readonly unit: Unit;
}

export function nameOf({ metric, labels }: Series): SeriesName {
  return { metric, labels, unit: catalogue[metric].unit };
}
