import type { MetricId } from '../../protocol/catalogue';
import type { Labels, Origin, Quality } from '../../protocol/metric';
import type { Group } from '../metrics/group';
import type { Series } from '../metrics/series';

/** Where collectors put samples. One frame of a group is filled, then committed with its timestamp. */
export interface Sink {
  /** The series of a metric and its labels; the same one each time it is asked for. */
  series(metric: MetricId, labels?: Labels): Series;
  /**
   * The group of that name: series that are sampled together. It is the same one each time, so a source that starts
   * again goes on in its history. `hz` says how often at the most, from now on.
   */
  group(name: string, hz: number): Group;
  /** Says how good the values of a series are from now on. */
  setQuality(series: Series, quality: Quality, reason?: string): void;
  /** Says how the values of a power or energy series come to be from now on. */
  setOrigin(series: Series, origin: Origin): void;
  /**
   * Hands on the frame in `group.values` and clears it to "no value". Never throws, never blocks.
   * @param timestamp Milliseconds since 1970, later than the group's last one; else the frame is dropped and counted.
   */
  commit(group: Group, timestamp: number): void;
}

/** A source of samples. Its ticks never overlap; a late tick is counted, not queued. */
export interface Collector {
  readonly id: string;
  start(sink: Sink): void;
  stop(): void;
}
