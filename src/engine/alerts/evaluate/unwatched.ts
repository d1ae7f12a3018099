import type { BoundInstance } from '../bind/boundInstance';
import type { BoundRule } from '../bind/boundRule';
import type { Comparison } from '../bind/comparison';
import type { ComparePlan } from '../bind/rulePlan';
import { spokenSpan } from '../tell/spoken';
import type { SteadyWatch } from './steadyWatch';

/** A window that cannot be judged yet. */
interface Wait {
  readonly windowMs: number;
  readonly watchedMs: number;
}

/**
 * How much of its window a rule has watched, where that keeps all of its instances from being judged; a sentence.
 * @param isUnknown Says of an instance that its condition cannot be told now; asked only where a window is the likely reason.
 */
export function unwatchedReason(
  { plan, instances }: BoundRule,
  steady: SteadyWatch,
  isUnknown: (bound: BoundInstance) => boolean,
): string | undefined {
  if (Number.isNaN(steady.last)) return undefined;
  const leaves = plan.leaves.filter((leaf) => leaf.kind === 'compare');
  let first: Wait | undefined;
  for (const bound of instances.values()) {
    const wait = longestOf(leaves.flatMap((leaf) => waitsOf(leaf, bound.comparisons[leaf.leaf]!, steady)));
    if (!wait || !isUnknown(bound)) return undefined;
    if (!first || leftOf(wait) < leftOf(first)) first = wait;
  }
  if (!first) return undefined;
  const watched = spokenSpan(roughly(first.watchedMs));
  return `It has watched ${watched} of the ${spokenSpan(first.windowMs)} that it judges, and waits for the rest.`;
}

/** Windows of a leaf that have samples, but not for long enough. */
function waitsOf(plan: ComparePlan, comparisons: readonly Comparison[], steady: SteadyWatch): Wait[] {
  const waits: Wait[] = [];
  const see = (windowMs: number, since: number): void => {
    if (windowMs === 0 || since === Infinity || steady.covers(windowMs, since, steady.last)) return;
    waits.push({ windowMs, watchedMs: steady.watchedMs(windowMs, since, steady.last) });
  };
  for (const { figure, others } of comparisons) {
    see(plan.toWatchMs, figure.since());
    others.forEach((list, slot) => {
      for (const other of list) see(plan.others[slot]!.toWatchMs, other.figure.since());
    });
  }
  return waits;
}

function longestOf(waits: readonly Wait[]): Wait | undefined {
  return waits.reduce<Wait | undefined>(
    (most, wait) => (most && leftOf(most) >= leftOf(wait) ? most : wait),
    undefined,
  );
}

function leftOf({ windowMs, watchedMs }: Wait): number {
  return windowMs - watchedMs;
}

/** In whole minutes from one minute on: nobody needs the seconds. */
function roughly(ms: number): number {
  return ms < 60_000 ? ms : ms - (ms % 60_000);
}
