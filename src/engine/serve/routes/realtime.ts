import type { Labels, Origin, Quality, Unit } from '../../../protocol/metric';
import type { Series } from '../../metrics/series';
import { seriesPieces, type Answer } from '../answer';
import { matching, nameOf } from '../matching';
import type { Parameters } from '../parameters';
import { presentSample } from '../presentSample';
import type { Sources } from '../sources';

export interface RealtimeSeries {
  readonly metric: string;
  readonly labels: Labels;
  readonly unit: Unit;
  /** Milliseconds since 1970; null with the value. */
  readonly timestamp: number | null;
  /** The newest sample; null when there is none that is still true. */
  readonly value: number | null;
  readonly quality: Quality;
  /** Of power and energy only. */
  readonly origin?: Origin;
}

/** `GET /api/metrics/realtime`: the newest value of each series. */
export function realtime(parameters: Parameters, sources: Sources): Answer {
  parameters.only('metric');
  const series = matching(sources.reader, parameters.pattern('*'));
  const timestamp = sources.now();
  const pieces = seriesPieces({ timestamp }, series, (each) => [JSON.stringify(realtimeOf(each, timestamp, sources))]);
  return { pieces };
}

export function realtimeOf(series: Series, now: number, { reader }: Pick<Sources, 'reader'>): RealtimeSeries {
  const sample = presentSample(reader, series, now);
  return {
    ...nameOf(series),
    timestamp: sample?.timestamp ?? null,
    value: sample?.value ?? null,
    quality: series.quality,
    ...(series.origin ? { origin: series.origin } : {}),
  };
}
