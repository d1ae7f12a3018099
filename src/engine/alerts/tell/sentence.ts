import type { Unit } from '../../../protocol/metric';
import type { Aggregation, Bound, Levels, Severity } from '../../../protocol/rules/rule';
import type { Leaf } from './leaves';
import { spoken, spokenSpan } from './spoken';

/** What was measured, and what it is compared with. */
export interface Figures {
  readonly value: number | null;
  readonly threshold: number | null;
  readonly unit: Unit | null;
}

type Comparison = Extract<Leaf, { kind: 'compare' }>;

const phrases: Readonly<Record<Aggregation, string>> = {
  avg: 'on average over',
  min: 'at least over',
  max: 'at most over',
  last: 'at last in',
  sum: 'in all over',
  count: 'samples in',
  rate: 'over',
  change: 'more over',
  stddev: 'of standard deviation over',
  p50: 'as the median over',
  p95: 'as the 95th percentile over',
  p99: 'as the 99th percentile over',
};

/** What is the matter, where the rule has no words of its own: `93.4% on average over 5 min (limit 80%)`. */
export function figuresSentence(leaf: Leaf | undefined, figures: Figures, severity: Severity): string {
  if (leaf?.kind === 'absent') return `no data for ${spokenSpan(leaf.forMs)}`;
  const { value, unit } = figures;
  const amount = value === null ? 'no value' : spoken(value, unit);
  const limit = limitOf(leaf, figures, severity);
  const end = limit === undefined ? '' : ` (limit ${limit})`;
  if (!leaf) return amount + end;
  const { aggregation, windowMs } = leaf.measure;
  // A speed has no unit where there is no name for it, such as for percent a second.
  const each = aggregation === 'rate' && unit === null ? ' a second' : '';
  return `${amount}${each} ${phrases[aggregation]} ${spokenSpan(windowMs)}${end}`;
}

function limitOf(leaf: Comparison | undefined, { threshold, unit }: Figures, severity: Severity): string | undefined {
  const bound = leaf && boundAt(leaf.bounds, severity);
  if (bound?.kind === 'range') return `${spoken(bound.low, unit)} to ${spoken(bound.high, unit)}`;
  if (threshold === null) return undefined;
  const end = leaf?.clear && boundAt(leaf.clear, severity);
  // Once it fires it is compared with what ends it, which is not the limit that people have set.
  if (bound?.kind === 'number' && end?.kind === 'number' && end.value === threshold && bound.value !== threshold)
    return `${spoken(bound.value, unit)}, ends at ${spoken(threshold, unit)}`;
  return spoken(threshold, unit);
}

function boundAt(bounds: Levels<Bound>, severity: Severity): Bound {
  if ('one' in bounds) return bounds.one;
  return severity === 'critical' ? bounds.critical : bounds.warning;
}
