import type { Series } from '../metrics/series';
import type { Moments } from './moments';
import type { ClosedSketch } from './sketch';

/** Who is told of each second of a series once it is over. */
export interface SecondListener {
  wants(series: Series): boolean;
  /**
   * Seconds come in order. One may come again with samples that were late; only those are told then.
   * @param second Seconds since 1970. @param samples At least one; both objects are used again after the call.
   */
  secondClosed(series: Series, second: number, samples: Moments, sketch: ClosedSketch): void;
  /** The samples of the series are not in memory any more. */
  forget(series: Series): void;
  /** No sample is in memory any more, or the clock was set back. */
  clear(): void;
}
