import type { Node } from 'jsonc-parser';
import type { Condition } from '../rule';
import { didYouMean } from '../../text/nearestNames';
import type { RuleScope } from '../text/ruleScope';
import { membersOf } from '../../text/tree';

const placeholder = /\{\{([^{}]{0,200})\}\}/g;
const always = ['value', 'threshold', 'metric', 'name', 'severity', 'duration'];

/** Tells placeholders of messages that nothing will be put in for. @param node The list of actions. */
export function warnOfTemplates(node: Node, condition: Condition, scope: RuleScope): void {
  const metrics = [...metricsOf(condition)];
  // A glob may stand for any metric, and so for any name.
  if (metrics.some((metric) => metric.includes('*'))) return;
  const known = [...metrics.map((metric) => metric.slice(metric.lastIndexOf('.') + 1)), ...always];
  for (const action of node.children ?? []) {
    const message = membersOf(action)?.get('message')?.value;
    if (message === undefined) continue;
    for (const [whole, inner = ''] of String(message.value).matchAll(placeholder)) {
      const name = inner.trim();
      if (known.includes(name) || name.startsWith('labels.')) continue;
      scope.warning(
        message,
        () => `Nothing can be put in for "${whole.slice(0, 60)}": it stays as it is.${didYouMean(name, known)}`,
      );
    }
  }
}

function* metricsOf(condition: Condition): Generator<string> {
  if (condition.kind === 'compare') yield condition.measure.selector.metric;
  else if (condition.kind === 'absent') yield condition.selector.metric;
  else for (const part of condition.conditions) yield* metricsOf(part);
}
