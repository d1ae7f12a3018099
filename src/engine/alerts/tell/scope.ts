import { isMetricId, type MetricId } from '../../../protocol/catalogue';
import type { Labels } from '../../../protocol/metric';
import type { Rule, Severity } from '../../../protocol/rules/rule';
import { lastPart, leavesOf, patternOf } from './leaves';
import type { Figures } from './sentence';
import { spoken, spokenSpan } from './spoken';

/** What the places of a rule's texts are filled with. */
export interface Scope extends Figures {
  readonly rule: Rule;
  readonly labels: Labels;
  readonly severity: Severity;
  /** How long its condition has held, ms. */
  readonly durationMs: number;
  /** The metric that decided, where that is known. */
  readonly metric: string | undefined;
  /** The newest value of another metric, with its unit; undefined: there is none. */
  readonly latest: (metric: MetricId) => string | undefined;
}

const labelPrefix = 'labels.';

/** The value of a name in a template, with its unit; undefined: there is none now. */
export function lookUpIn(scope: Scope, name: string): string | undefined {
  const { rule, labels, metric, value, threshold, unit } = scope;
  switch (name) {
    case 'value':
      return value === null ? undefined : spoken(value, unit);
    case 'threshold':
      return threshold === null ? undefined : spoken(threshold, unit);
    case 'metric':
      return metric ?? patternOf(leavesOf(rule.condition)[0]!);
    case 'name':
      return rule.name;
    case 'severity':
      return scope.severity;
    case 'duration':
      return spokenSpan(scope.durationMs);
    default:
      if (!name.startsWith(labelPrefix)) return figureOf(scope, name.replace('.data.', '.'));
      name = name.slice(labelPrefix.length);
      return Object.hasOwn(labels, name) ? labels[name] : undefined;
  }
}

/** A metric of the condition, by its whole name or the last part of it. */
function figureOf(scope: Scope, name: string): string | undefined {
  const { rule, metric, value, unit } = scope;
  const isMeant = (id: string): boolean => id === name || lastPart(id) === name;
  const patterns = new Set(leavesOf(rule.condition).map(patternOf));
  const decided = metric ?? (patterns.size === 1 ? [...patterns][0] : undefined);
  if (decided !== undefined && isMeant(decided)) return value === null ? undefined : spoken(value, unit);
  const other = [...patterns].find(isMeant);
  return other !== undefined && isMetricId(other) ? scope.latest(other) : undefined;
}
