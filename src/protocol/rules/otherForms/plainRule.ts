import { defaults } from '../read/defaults';
import type { Bound, Condition, Levels, Operator, Rule, Severity } from '../rule';
import type { KnownFigure } from './figures';

/** A comparison of a figure that another monitor's file names. */
export function comparison(figure: KnownFigure, operator: Operator, bounds: Levels<Bound>): Condition {
  const { metric, labels = {}, aggregation = defaults.aggregation, windowMs } = figure;
  return { kind: 'compare', measure: { selector: { metric, labels }, aggregation, windowMs }, operator, bounds };
}

/** A figure's bound in our unit. */
export function bound(figure: KnownFigure, value: number): Bound {
  return { kind: 'number', value: value * (figure.scale ?? 1) };
}

/** The operator that is meant where a file gives only a threshold. */
export function operatorOf(figure: KnownFigure): Operator {
  return figure.isGoodHigh ? '<' : '>';
}

/** The rule that stands for one of another form: it notifies and is logged. */
export function plainRule(id: string, name: string, severity: Severity, condition: Condition): Rule {
  return {
    id,
    name,
    enabled: true,
    severity,
    category: defaults.category,
    condition,
    forMs: 0,
    keepFiringMs: 0,
    escalate: [],
    labels: {},
    inhibits: [],
    actions: [{ type: 'notify.toast' }, { type: 'log.audit', category: defaults.category }],
  };
}
