import type { MetricId } from '../../protocol/catalogue';
import type { Labels, Origin, Quality } from '../../protocol/metric';

/** A metric with one set of labels, known by a small integer inside the engine. */
export interface Series {
  readonly id: number;
  readonly metric: MetricId;
  readonly labels: Labels;
  quality: Quality;
  reason: string | undefined;
  /** Of power and energy only. */
  origin: Origin | undefined;
}
