import type { Advice } from '../../../protocol/alerts';
import { isMetricId } from '../../../protocol/catalogue';
import type { Action, Rule } from '../../../protocol/rules/rule';
import type { Clock } from '../../clock';
import type { MetricReader } from '../../metrics/reader';
import type { Finding, Instance } from '../finding';
import type { AlertBookOptions, AlertMoment } from '../life/alertBookOptions';
import { factsAbout } from './facts';
import { leafOf, leavesOf, patternOf } from './leaves';
import { Readings } from './readings';
import { lookUpIn, type Scope } from './scope';
import { figuresSentence } from './sentence';
import { oneLine, renderTemplate } from './template';

const nothing: Scope['latest'] = () => undefined;

/** How alerts are described: the rule's texts, with what was measured and what the newest values say. */
export function describer(reader: MetricReader, clock: Pick<Clock, 'now'>): AlertBookOptions['describe'] {
  const readings = new Readings(reader, clock);
  return (instance, finding, moment) => {
    const scope = scopeOf(instance, finding, moment, (metric) => readings.latest(metric, instance.labels)?.text);
    return { message: ruleMessage(scope), advice: adviceOf(scope, readings) };
  };
}

/** What is the matter, without the newest values of metrics that did not decide. */
export function renderMessage(instance: Instance, finding: Finding | undefined, moment?: AlertMoment): string {
  const { rule } = instance;
  const now: AlertMoment = moment ?? { severity: finding?.level ?? instance.held ?? rule.severity, since: 0, at: 0 };
  return ruleMessage(scopeOf(instance, finding, now, nothing));
}

/** What an action of a rule says in place of its own text, where it has none: subject, labels, figures. */
function ruleMessage(scope: Scope): string {
  const { rule, labels, metric, severity } = scope;
  const text = rule.actions.map(ownText).find((own) => own !== undefined);
  if (text !== undefined) return rendered(text, scope);
  const place = Object.entries(labels).map(([name, value]) => `${name} ${value}`);
  const where = place.length === 0 ? '' : ` (${place.join(', ')})`;
  return oneLine(`${rule.name}${where}: ${figuresSentence(leafOf(rule.condition, metric), scope, severity)}`);
}

export function rendered(text: string, scope: Scope): string {
  return renderTemplate(text, (name) => lookUpIn(scope, name));
}

function ownText(action: Action): string | undefined {
  return action.type === 'notify.toast' || action.type === 'log.audit' ? action.message : undefined;
}

function scopeOf(
  { rule, labels }: Instance,
  finding: Finding | undefined,
  { severity, since, at }: AlertMoment,
  latest: Scope['latest'],
): Scope {
  return {
    rule,
    labels: { ...rule.labels, ...labels },
    severity,
    durationMs: at - since,
    metric: finding?.series[0]?.metric,
    value: finding?.value ?? null,
    threshold: finding?.threshold ?? null,
    unit: finding?.unit ?? null,
    latest,
  };
}

function adviceOf(scope: Scope, readings: Readings): readonly Advice[] {
  const { rule } = scope;
  const suggestions = rule.actions.filter(isSuggestion);
  if (suggestions.length === 0) return [];
  const facts = factsAbout(metricsOf(rule, scope.metric), scope.labels, readings);
  return suggestions.flatMap(({ type, target, message = '' }) => {
    const sentences = [rendered(message, scope), ...facts].filter((sentence) => sentence !== '');
    if (sentences.length === 0) return [];
    const kind = type === 'suggest.mitigation' ? ('mitigation' as const) : ('diagnostic' as const);
    return [{ kind, target, message: oneLine(sentences.join(' ')) }];
  });
}

type Suggestion = Extract<Action, { target: string }>;

function isSuggestion(action: Action): action is Suggestion {
  return action.type === 'suggest.mitigation' || action.type === 'suggest.diagnostic';
}

/** The metric that decided first, then the others of the condition. */
function metricsOf({ condition }: Rule, decided: string | undefined): Parameters<typeof factsAbout>[0] {
  return [...(decided === undefined ? [] : [decided]), ...leavesOf(condition).map(patternOf)].filter(isMetricId);
}
