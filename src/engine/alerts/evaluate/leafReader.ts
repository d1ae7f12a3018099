import type { Operator } from '../../../protocol/rules/rule';
import type { SettingKey } from '../../../protocol/settings';
import type { Presence } from '../bind/boundInstance';
import type { Comparison } from '../bind/comparison';
import type { BoundPlan, ComparePlan } from '../bind/rulePlan';
import type { Series } from '../../metrics/series';
import type { Figure, FigureSource } from '../../windows/rolling/figure';
import { compares, excess, nearerEnd } from './compare';
import type { SteadyWatch } from './steadyWatch';
import { fails, holds, unknown, type Truth } from './truth';

/** A sample may bear a time that is a little later than that of the look. */
const jitterMs = 1000;

/**
 * Says of one leaf whether it holds, and by which series. It holds if any of its series does; a series without data
 * says nothing as long as another has some. Its fields hold the outcome until the next leaf is read.
 */
export class LeafReader {
  truth: Truth = unknown;
  /** NaN where nothing was measured. */
  value = NaN;
  /** NaN where the bound is not known. */
  threshold = NaN;
  series: Series | undefined;
  private excess = NaN;
  private isKnown = false;

  constructor(
    private readonly figures: FigureSource,
    private readonly setting: (key: SettingKey) => number | undefined,
    private readonly steady: SteadyWatch,
  ) {}

  /** @param bound Which of the leaf's bounds counts. */
  compare(plan: ComparePlan, bound: number, comparisons: readonly Comparison[], now: number): void {
    this.start();
    const against = plan.bounds[bound]!;
    for (const comparison of comparisons) {
      const { series } = comparison;
      const value = this.read(comparison.figure, plan.toWatchMs, now);
      switch (against.kind) {
        case 'fixed':
          this.weigh(plan.operator, series, value, against.low, against.high);
          break;
        case 'setting':
          this.weighOne(plan.operator, series, value, this.settingOf(against.key));
          break;
        case 'baseline':
          this.weighOne(plan.operator, series, value, pastOf(against, comparison, now));
          break;
        case 'metric':
          this.weighOthers(plan, against, comparison, value, now);
      }
    }
  }

  /**
   * Unknown until it has been watched for long enough, so that neither a start nor a sleep of the machine looks like
   * data that is missing.
   */
  absence(forMs: number, presence: Presence, now: number): void {
    this.start();
    if (!(presence.since <= now)) presence.since = now;
    for (const series of presence.series) {
      const at = this.figures.newestAt(series);
      // A clock that was set back leaves samples in the future.
      if (at !== undefined && at <= now + jitterMs && !(at <= presence.newestAt)) presence.newestAt = at;
    }
    if (presence.newestAt > now) presence.newestAt = now;
    this.series = presence.series[0];
    const isSeen = !Number.isNaN(presence.newestAt);
    if (isSeen && now - presence.newestAt < forMs) this.truth = fails;
    else if (now - Math.max(presence.since, this.steady.since) >= forMs) this.truth = holds;
  }

  private start(): void {
    this.truth = unknown;
    this.value = NaN;
    this.threshold = NaN;
    this.series = undefined;
    this.isKnown = false;
  }

  /** NaN until the window was watched: on a moment of it, anything could be said of the whole. */
  private read(figure: Figure, toWatchMs: number, now: number): number {
    return toWatchMs > 0 && !this.steady.covers(toWatchMs, figure.since(), now) ? NaN : figure.value(now);
  }

  /** 0 says that the user has set none. */
  private settingOf(key: SettingKey): number {
    const value = this.setting(key);
    return value === undefined || value === 0 ? NaN : value;
  }

  private weighOthers(
    { operator, others: plans }: ComparePlan,
    against: MetricBound,
    comparison: Comparison,
    value: number,
    now: number,
  ): void {
    const others = comparison.others[against.slot]!;
    if (others.length === 0) this.weighOne(operator, comparison.series, value, NaN);
    const { toWatchMs } = plans[against.slot]!;
    for (const other of others) {
      const bound = against.factor * this.read(other.figure, toWatchMs, now) + against.plus;
      this.weighOne(operator, comparison.series, value, bound);
    }
  }

  private weighOne(operator: Operator, series: Series, value: number, bound: number): void {
    this.weigh(operator, series, value, bound, bound);
  }

  private weigh(operator: Operator, series: Series, value: number, low: number, high: number): void {
    if (Number.isNaN(value) || Number.isNaN(low) || Number.isNaN(high)) {
      if (this.series === undefined) this.keep(series, value, low);
      return;
    }
    const truth = compares(operator, value, low, high) ? holds : fails;
    const more = excess(operator, value, low, high);
    if (this.isKnown && (truth < this.truth || (truth === this.truth && !(more > this.excess)))) return;
    this.isKnown = true;
    this.truth = truth;
    this.excess = more;
    this.keep(series, value, low === high ? low : nearerEnd(value, low, high));
  }

  private keep(series: Series, value: number, threshold: number): void {
    this.series = series;
    this.value = value;
    this.threshold = threshold;
  }
}

type MetricBound = Extract<BoundPlan, { kind: 'metric' }>;
type BaselineBound = Extract<BoundPlan, { kind: 'baseline' }>;

function pastOf(
  { slot, factor, deviations, leastSamples }: BaselineBound,
  comparison: Comparison,
  now: number,
): number {
  const { middle, spread } = comparison.pasts[slot]!;
  if (middle.samples(now) < leastSamples) return NaN;
  const around = factor * middle.value(now);
  return spread ? around + deviations * spread.value(now) : around;
}
