import type { Quality } from '../../protocol/metric';

/** Somebody to whom energy is attributed: a request, or a model's requests that are only known in number. */
export interface Worker {
  /** Milliseconds of the interval in which it was under way, times how many requests it stands for. */
  readonly requestMs: number;
  /**
   * Takes its share of an interval.
   * @param aboveIdle Joules above the machine's idle power.
   * @param gross The same with its part of idle power.
   * @param quality `estimated` when the energy itself was.
   */
  take(aboveIdle: number, gross: number, quality: Exclude<Quality, 'unavailable'>): void;
}

/** What models did, for those who share energy among it. */
export interface Work {
  /** Everything that was under way at some time in an interval; times are ms of the monotonic clock. */
  underWay(from: number, to: number): readonly Worker[];
  /** The energy that came is shared, so that what models took and what the machine took are of the same time now. */
  energyShared(): void;
  /** Energy cannot be attributed now, and why; undefined when it can. */
  energyUnknown(reason: string | undefined): void;
}
