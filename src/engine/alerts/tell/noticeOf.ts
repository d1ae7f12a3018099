import type { Advice, Notice, NoticeCommand } from '../../../protocol/alerts';
import { severityRank, type Action, type Severity } from '../../../protocol/rules/rule';
import type { AlertChange } from '../change';
import { oneLine } from './template';

type Toast = Extract<Action, { type: 'notify.toast' }>;

const mostNames = 3;
const mostAlerts = 100;
const mostAdvice = 8;
const mostCommands = 16;

/** The rule's wish that people are told, where it has one. */
export function toastOf({ instance }: AlertChange): Toast | undefined {
  return instance?.rule.actions.find((action) => action.type === 'notify.toast');
}

/** @param changes What it is about, the most severe first; at least one. */
export function noticeOf(
  id: number,
  message: string,
  changes: readonly AlertChange[],
  alerts: readonly string[],
  incident: string,
  mayHaveSound: boolean,
): Notice {
  const durations = changes.map((change) => toastOf(change)?.durationMs);
  const durationMs = durations.reduce((a, b) => (a === undefined || b === undefined ? undefined : Math.max(a, b)));
  const actions = changes.flatMap(({ instance }) => instance?.rule.actions ?? []);
  return {
    id,
    level: changes.map(levelOf).reduce((a, b) => (severityRank(a) >= severityRank(b) ? a : b)),
    message: oneLine(message),
    alerts: [...new Set(alerts)].slice(0, mostAlerts),
    incident,
    ...(durationMs === undefined ? {} : { durationMs }),
    hasSound: mayHaveSound && actions.some(({ type }) => type === 'notify.sound'),
    advice: adviceOf(changes),
    commands: commandsOf(changes),
  };
}

/** Names of what there was too much of: `High CPU (3), Disk full and 4 others`. @param count All of them. */
export function namesOf(changes: readonly AlertChange[], count: number): string {
  const counts = new Map<string, number>();
  for (const { alert } of changes) counts.set(alert.name, (counts.get(alert.name) ?? 0) + 1);
  const named = [...counts].slice(0, mostNames);
  const rest = count - named.reduce((sum, [, times]) => sum + times, 0);
  const names = named.map(([name, times]) => (times === 1 ? name : `${name} (${times})`)).join(', ');
  if (rest === 0) return names;
  return `${names} and ${rest} ${rest === 1 ? 'other' : 'others'}`;
}

/** `1 more alert`, `12 more alerts`. */
export function moreAlerts(count: number): string {
  return `${count} more ${count === 1 ? 'alert' : 'alerts'}`;
}

function levelOf(change: AlertChange): Severity {
  return toastOf(change)?.level ?? change.alert.severity;
}

function adviceOf(changes: readonly AlertChange[]): readonly Advice[] {
  const byText = new Map<string, Advice>();
  for (const { alert } of changes)
    for (const advice of alert.advice) {
      if (byText.size === mostAdvice) return [...byText.values()];
      byText.set(advice.message, advice);
    }
  return [...byText.values()];
}

function commandsOf(changes: readonly AlertChange[]): readonly NoticeCommand[] {
  const byKey = new Map<string, NoticeCommand>();
  for (const { alert, instance } of changes)
    for (const action of instance?.rule.actions ?? []) {
      if (action.type !== 'run.command' || byKey.size === mostCommands) continue;
      const { command, args } = action;
      byKey.set(JSON.stringify([alert.rule, command, args]), { rule: alert.rule, command, args });
    }
  return [...byKey.values()];
}
