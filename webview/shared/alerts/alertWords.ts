import type { Advice, AlertInfo } from '../../../src/protocol/alerts';
import type { Severity } from '../../../src/protocol/rules/rule';
import { clockTime, dayOfMonth, formatValue } from '../format';
import { spanText } from '../span';

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  warning: 'Warning',
  info: 'Info',
};

export const adviceWords: Readonly<Record<Advice['kind'], string>> = { diagnostic: 'Check', mitigation: 'Try' };

const dayMs = 86_400_000;

/** A moment of the last day as a time, an older one with its day. */
export function momentText(ms: number, now: number): string {
  return Math.abs(now - ms) < dayMs ? clockTime(ms) : `${dayOfMonth(ms)}, ${clockTime(ms)}`;
}

/** How long an alert has been active: `for 3 min`. */
export function sinceText({ state, since, firedAt }: AlertInfo, now: number): string {
  return `for\u00a0${spanText(now - (state === 'pending' ? since : (firedAt ?? since)))}`;
}

/** The exact time to `sinceText`. */
export function beganText({ since, firedAt }: AlertInfo, now: number): string {
  const began = `Its condition began to hold at ${momentText(since, now)}.`;
  return firedAt === undefined ? began : `${began} It fires since ${momentText(firedAt, now)}.`;
}

/** What was measured and what that is compared with, `92.1%, threshold 90%`; empty where neither is known. */
export function measuredText({ value, threshold, unit }: AlertInfo): string {
  const written = (figure: number): string =>
    unit === null ? String(Number(figure.toPrecision(4))) : formatValue(figure, unit);
  const bound = threshold === null ? '' : `threshold ${written(threshold)}`;
  if (value === null) return bound === '' ? '' : `no value, ${bound}`;
  return bound === '' ? written(value) : `${written(value)}, ${bound}`;
}

/** What tells this alert from others of its rule: `model qwen · runtime llama`. */
export function labelsText({ labels }: AlertInfo): string {
  return Object.keys(labels)
    .sort()
    .map((name) => `${name} ${labels[name]!}`)
    .join(' · ');
}

/** How a button names an alert: by its rule and its labels. */
export function nameOf(alert: AlertInfo): string {
  const labels = labelsText(alert);
  return labels === '' ? alert.name : `${alert.name}, ${labels}`;
}

/** What is to be known of an alert that does not simply fire; undefined for one that does. */
export function stateText(
  alert: AlertInfo,
  now: number,
  nameOfOther: (id: string) => string | undefined,
): string | undefined {
  switch (alert.state) {
    case 'pending':
      return alert.silencedUntil === undefined ? 'Pending: fires if it lasts' : `Pending, ${silence(alert, now)}`;
    case 'acknowledged':
      return alert.acknowledgedAt === undefined
        ? 'Acknowledged'
        : `Acknowledged at ${momentText(alert.acknowledgedAt, now)}`;
    case 'silenced':
      return `S${silence(alert, now).slice(1)}`;
    case 'resolved':
      return 'Resolved';
    case 'firing': {
      if (alert.inhibitedBy === undefined) return undefined;
      const other = nameOfOther(alert.inhibitedBy);
      return other === undefined ? 'Kept quiet by another alert' : `Kept quiet while “${other}” is active`;
    }
  }
}

/** When a resolved alert ended, how long it fired, and why it ended where it was not by itself. */
export function resolvedText({ since, firedAt, resolvedAt, reason }: AlertInfo, now: number): string {
  if (resolvedAt === undefined) return reason ?? 'Resolved';
  const lasted = spanText(resolvedAt - (firedAt ?? since));
  const ended = `Resolved ${spanText(now - resolvedAt)} ago after ${lasted}`;
  return reason === undefined ? ended : `${ended}: ${reason}`;
}

function silence({ silencedUntil }: AlertInfo, now: number): string {
  return typeof silencedUntil === 'number'
    ? `silenced until ${momentText(silencedUntil, now)}`
    : 'silenced until resolved';
}
