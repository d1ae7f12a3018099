import type { Labels } from '../../../protocol/metric';
import type { Instance } from '../finding';
import type { Series } from '../../metrics/series';
import type { Comparison } from './comparison';
import { instanceId } from './instanceId';
import type { RulePlan } from './rulePlan';

/** What an absent leaf knows about the labels of one instance; it outlasts their series. */
export interface Presence {
  readonly series: Series[];
  /** Time of the newest sample, ms since 1970; NaN while there was none. */
  newestAt: number;
  /** When it was looked at first, ms since 1970; NaN before. */
  since: number;
}

const none: readonly never[] = [];

/** An instance of a rule with the series of each of its leaves. */
export class BoundInstance {
  readonly instance: Instance;
  /** By leaf; empty for absent ones. */
  readonly comparisons: readonly Comparison[][];
  /** By leaf; undefined for comparing ones. */
  readonly presences: readonly (Presence | undefined)[];
  /** Series that belong to it and not to every instance. */
  own = 0;
  /** An absent leaf has seen its labels, so that it stays when their series go. */
  isRemembered = false;
  isGone = false;
  /** Number of the newest frame that it was looked at for; looks at frames count them. */
  lookedAtFrame = 0;
  /** What a look at it takes, ms; 0 before the first. Looks measure it. */
  usualMs = 0;

  constructor(
    readonly plan: RulePlan,
    readonly key: string,
    labels: Labels,
  ) {
    const { rule, leaves } = plan;
    this.instance = { rule, labels, id: instanceId(rule.id, labels), held: undefined };
    this.comparisons = leaves.map(() => []);
    this.presences = plan.hasAbsence
      ? leaves.map((leaf) => (leaf.kind === 'absent' ? { series: [], newestAt: NaN, since: NaN } : undefined))
      : none;
  }

  /** Series of all leaves; one that is in several comes several times. */
  *series(): Iterable<Series> {
    for (const comparisons of this.comparisons) for (const { series } of comparisons) yield series;
    for (const presence of this.presences) if (presence) yield* presence.series;
  }

  /** Adds a series to a leaf: with its comparison, or to one that tells absence. */
  attach(leaf: number, series: Series, comparison: Comparison | undefined): void {
    if (comparison) this.comparisons[leaf]!.push(comparison);
    else this.presences[leaf]!.series.push(series);
  }

  detach(leaf: number, series: Series): void {
    const comparisons = this.comparisons[leaf]!;
    removeFirst(comparisons, (comparison) => comparison.series === series);
    const presence = this.presences[leaf];
    if (presence) removeFirst(presence.series, (one) => one === series);
  }
}

function removeFirst<T>(list: T[], isIt: (item: T) => boolean): void {
  const at = list.findIndex(isIt);
  if (at >= 0) list.splice(at, 1);
}
