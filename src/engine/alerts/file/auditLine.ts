import type { AlertChange } from '../change';
import { rendered } from '../tell/describer';

/**
 * What the audit has of a step: a line of JSON for each `log.audit` of the rule, when its alert begins to fire and when
 * that is over.
 */
export function auditLines({ type, alert, instance, at }: AlertChange): string[] {
  const { firedAt } = alert;
  const isBeginning = type === 'alert.firing' && firedAt === at;
  const isEnd = type === 'alert.resolved' && firedAt !== undefined;
  if (!instance || firedAt === undefined || !(isBeginning || isEnd)) return [];
  const { rule } = instance;
  const lines: string[] = [];
  for (const action of rule.actions) {
    if (action.type !== 'log.audit') continue;
    const { labels, severity, value, threshold, unit } = alert;
    const durationMs = at - alert.since;
    const figures = { value, threshold, unit };
    const scope = { rule, labels, severity, durationMs, metric: undefined, latest: () => undefined, ...figures };
    lines.push(
      JSON.stringify({
        time: new Date(at).toISOString(),
        event: isEnd ? 'resolved' : 'firing',
        category: action.category,
        message: action.message === undefined ? alert.message : rendered(action.message, scope),
        rule: alert.rule,
        name: alert.name,
        severity,
        labels,
        ...figures,
        alert: alert.id,
        incident: alert.incident,
        ...(alert.reason === undefined ? {} : { reason: alert.reason }),
      }),
    );
  }
  return lines;
}
