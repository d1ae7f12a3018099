import { catalogue, metricIds, type MetricId } from '../../../../src/protocol/catalogue';
import { matchesGlob } from '../../../../src/protocol/glob';
import type { Labels, MetricDefinition } from '../../../../src/protocol/metric';
import type {
  Bound,
  Condition,
  Levels,
  Measure,
  Operator,
  Rule,
  Selector,
  Severity,
} from '../../../../src/protocol/rules/rule';
import type { Series } from '../../../../src/engine/metrics/series';
import type { FakeFigures } from './fakeFigures';

/** True, false, or undefined where there is no data to tell. */
type Answer = boolean | undefined;
type Leaf = Extract<Condition, { kind: 'compare' | 'absent' }>;

/** Says of every instance of a rule what the condition comes to, straight from the rule and without any preparation. */
export class Naive {
  constructor(
    private readonly rule: Rule,
    private readonly series: readonly Series[],
    private readonly figures: FakeFigures,
    private readonly setting: (key: string) => number | undefined,
    private readonly now: number,
  ) {}

  /** The severity, `quiet` or `unknown`, by the labels of the instance as JSON. */
  outcomes(held: ReadonlyMap<string, Severity>): Map<string, string> {
    const outcomes = new Map<string, string>();
    for (const labels of this.instances()) {
      const key = labelText(labels);
      outcomes.set(key, this.outcome(labels, held.get(key)));
    }
    return outcomes;
  }

  private outcome(labels: Labels, held: Severity | undefined): string {
    const { condition, severity } = this.rule;
    const at = (level: Severity): Answer => this.answer(condition, labels, level, held);
    const hasLevels = leavesOf(condition).some((leaf) => leaf.kind === 'compare' && !('one' in leaf.bounds));
    const levels: Severity[] = hasLevels ? ['critical', 'warning'] : [severity];
    for (const level of levels) if (at(level) === true) return level;
    return at(levels.at(-1)!) === undefined ? 'unknown' : 'quiet';
  }

  private answer(condition: Condition, labels: Labels, level: Severity, held: Severity | undefined): Answer {
    switch (condition.kind) {
      case 'compare':
        return this.compare(condition, labels, level, held);
      case 'absent':
        throw new Error('Absence needs time; it has tests of its own.');
      case 'all':
      case 'any':
      case 'none': {
        const answers = condition.conditions.map((part) => this.answer(part, labels, level, held));
        if (condition.kind === 'all') return allOf(answers);
        return condition.kind === 'any' ? anyOf(answers) : negated(anyOf(answers));
      }
    }
  }

  private compare(
    leaf: Extract<Leaf, { kind: 'compare' }>,
    labels: Labels,
    level: Severity,
    held: Severity | undefined,
  ): Answer {
    const ranks = ['info', 'warning', 'critical'];
    const isHeld = held !== undefined && ranks.indexOf(level) <= ranks.indexOf(held);
    const bound = pick(isHeld ? (leaf.clear ?? leaf.bounds) : leaf.bounds, level);
    const answers = this.series
      .filter((series) => fits(leaf.measure.selector, series) && this.belongs(series, labels))
      .flatMap((series) =>
        this.limits(series, leaf, bound).map((limit) =>
          decide(leaf.operator, this.value(series, leaf.measure, leaf.operator), limit),
        ),
      );
    return answers.includes(true) ? true : answers.includes(false) ? false : undefined;
  }

  /** What the bound comes to; a list, since a metric can have several series. */
  private limits(
    series: Series,
    { measure, operator }: Extract<Leaf, { kind: 'compare' }>,
    bound: Bound,
  ): readonly (number | readonly [number, number])[] {
    switch (bound.kind) {
      case 'number':
        return [bound.value];
      case 'range':
        return [[bound.low, bound.high]];
      case 'setting':
        return [this.setting(bound.key) ?? NaN];
      case 'metric':
        return this.series
          .filter((other) => fits(bound.measure.selector, other) && agree(series.labels, other.labels))
          .map(
            (other) => bound.factor * this.value(other, bound.measure, otherWay(operator, bound.factor)) + bound.plus,
          );
      case 'baseline': {
        const { aggregation, windowMs, offsetMs, deviations } = bound;
        const past = { windowMs, offsetMs, ignoresZero: measure.ignoresZero === true };
        const figure = (of: typeof aggregation): number => this.figures.valueOf(series, { ...past, aggregation: of });
        const counted = deviations === undefined ? aggregation : 'avg';
        if (this.figures.samplesOf(series, { ...past, aggregation: counted }) < bound.leastSamples) return [NaN];
        return [
          deviations === undefined ? bound.factor * figure(aggregation) : figure('avg') + deviations * figure('stddev'),
        ];
      }
    }
  }

  /** NaN where the window was not watched and what is missing of it could change the answer. */
  private value(series: Series, { aggregation, windowMs, ignoresZero = false }: Measure, operator: Operator): number {
    const spec = { aggregation, windowMs, offsetMs: 0, ignoresZero };
    const isEnough =
      windowMs <= 10_000 ||
      aggregation === 'last' ||
      (['max', 'count'].includes(aggregation) && operator.startsWith('>')) ||
      (aggregation === 'min' && operator.startsWith('<'));
    const isWatched = this.figures.sinceOf(series, spec) <= this.now - 0.9 * windowMs;
    return isEnough || isWatched ? this.figures.valueOf(series, spec) : NaN;
  }

  private instances(): readonly Labels[] {
    const leaves = leavesOf(this.rule.condition);
    const found = new Map<string, Labels>();
    let hasBare = false;
    for (const leaf of leaves)
      for (const series of this.series) {
        if (!fits(selectorOf(leaf), series)) continue;
        if (leaves.length > 1 && isBare(series)) hasBare = true;
        else {
          const labels = this.labelsOf(series);
          found.set(labelText(labels), labels);
        }
      }
    return found.size === 0 && hasBare ? [{}] : [...found.values()];
  }

  private belongs(series: Series, labels: Labels): boolean {
    const isSeveral = leavesOf(this.rule.condition).length > 1;
    return (isSeveral && isBare(series)) || labelText(this.labelsOf(series)) === labelText(labels);
  }

  private labelsOf(series: Series): Labels {
    const leaves = leavesOf(this.rule.condition);
    const metricsOf = (leaf: Leaf): MetricId[] =>
      metricIds.filter((metric) => matchesGlob(selectorOf(leaf).metric, metric));
    if (leaves.length === 1)
      return metricsOf(leaves[0]!).length > 1 ? { ...series.labels, metric: series.metric } : series.labels;
    const names = leaves
      .flatMap(metricsOf)
      .map((metric): readonly string[] => (catalogue[metric] as MetricDefinition).labels);
    const common = names.filter((list) => list.length > 0);
    return Object.fromEntries(
      Object.entries(series.labels).filter(
        ([name]) => name === 'overflow' || common.every((list) => list.includes(name)),
      ),
    );
  }
}

export function labelText(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function leavesOf(condition: Condition): readonly Leaf[] {
  return 'conditions' in condition ? condition.conditions.flatMap(leavesOf) : [condition];
}

function selectorOf(leaf: Leaf): Selector {
  return leaf.kind === 'absent' ? leaf.selector : leaf.measure.selector;
}

function isBare(series: Series): boolean {
  return Object.keys(series.labels).length === 0;
}

function fits({ metric, labels }: Selector, series: Series): boolean {
  return (
    matchesGlob(metric, series.metric) &&
    Object.entries(labels).every(([name, pattern]) => {
      const value = series.labels[name] ?? '';
      return pattern.startsWith('!') ? !matchesGlob(pattern.slice(1), value) : matchesGlob(pattern, value);
    })
  );
}

function agree(a: Labels, b: Labels): boolean {
  if (Object.keys(a).length === 0 || Object.keys(b).length === 0) return true;
  return (
    a['overflow'] === b['overflow'] && Object.keys(a).every((name) => b[name] === undefined || a[name] === b[name])
  );
}

function pick<T>(levels: Levels<T>, level: Severity): T {
  if ('one' in levels) return levels.one;
  return level === 'critical' ? levels.critical : levels.warning;
}

function decide(operator: string, value: number, limit: number | readonly [number, number]): Answer {
  const isRange = operator === 'between' || operator === 'outside';
  if (isRange !== (typeof limit !== 'number') || Number.isNaN(value)) return undefined;
  const [low, high] = typeof limit === 'number' ? [limit, limit] : limit;
  if (Number.isNaN(low) || Number.isNaN(high)) return undefined;
  const answers: Record<string, boolean> = {
    '>': value > low,
    '>=': value >= low,
    '<': value < low,
    '<=': value <= low,
    '==': value === low,
    '!=': value !== low,
    between: value >= low && value <= high,
    outside: value < low || value > high,
  };
  return answers[operator];
}

/** On the other side of a comparison what is more has become what is less. */
function otherWay(operator: Operator, factor: number): Operator {
  const turned = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' } as const;
  return factor > 0 && operator in turned ? turned[operator as keyof typeof turned] : operator;
}

function allOf(answers: readonly Answer[]): Answer {
  return negated(anyOf(answers.map(negated)));
}

function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function negated(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}
