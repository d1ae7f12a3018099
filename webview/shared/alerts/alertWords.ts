import * as l10n from '@vscode/l10n';
import type { Advice, AlertInfo, AlertState } from '../../../src/protocol/alerts';
import type { Severity } from '../../../src/protocol/rules/rule';
import { clockTime, dayOfMonth, formatValue } from '../format';
import { spanText } from '../span';

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: l10n.t('Critical'),
  warning: l10n.t('Warning'),
  info: l10n.t('Info'),
};

export const adviceWords: Readonly<Record<Advice['kind'], string>> = {
  diagnostic: l10n.t('Check'),
  mitigation: l10n.t('Try'),
};

const dayMs = 86_400_000;

/** A moment of the last day as a time, an older one with its day. */
export function momentText(ms: number, now: number): string {
  return Math.abs(now - ms) < dayMs ? clockTime(ms) : `${dayOfMonth(ms)}, ${clockTime(ms)}`;
}

/** How long an alert has been active: `for 3 min`. */
export function sinceText({ state, since, firedAt }: AlertInfo, now: number): string {
  return l10n.t('for {0}', spanText(now - (state === 'pending' ? since : (firedAt ?? since))));
}

/** The exact time to `sinceText`. */
export function beganText({ since, firedAt }: AlertInfo, now: number): string {
  const began = momentText(since, now);
  return firedAt === undefined
    ? l10n.t('Its condition began to hold at {0}.', began)
    : l10n.t('Its condition began to hold at {0}. It fires since {1}.', began, momentText(firedAt, now));
}

/** Once it fires, an alert is compared with what ends it. */
const awaitsEnd: ReadonlySet<AlertState> = new Set(['firing', 'acknowledged', 'silenced']);

/** What was measured and what that is compared with, `92.1%, ends at 80%`; empty where neither is known. */
export function measuredText({ state, value, threshold, unit }: AlertInfo): string {
  const written = (figure: number): string =>
    unit === null ? String(Number(figure.toPrecision(4))) : formatValue(figure, unit);
  const measured = value === null ? l10n.t('no value') : written(value);
  if (threshold === null) return value === null ? '' : measured;
  return awaitsEnd.has(state)
    ? l10n.t('{0}, ends at {1}', measured, written(threshold))
    : l10n.t('{0}, threshold {1}', measured, written(threshold));
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
      return pendingText(alert, now);
    case 'acknowledged':
      return alert.acknowledgedAt === undefined
        ? l10n.t('Acknowledged')
        : l10n.t('Acknowledged at {0}', momentText(alert.acknowledgedAt, now));
    case 'silenced':
      return typeof alert.silencedUntil === 'number'
        ? l10n.t('Silenced until {0}', momentText(alert.silencedUntil, now))
        : l10n.t('Silenced until resolved');
    case 'resolved':
      return l10n.t('Resolved');
    case 'firing': {
      if (alert.inhibitedBy === undefined) return undefined;
      const other = nameOfOther(alert.inhibitedBy);
      return other === undefined
        ? l10n.t('Kept quiet by another alert')
        : l10n.t('Kept quiet while “{0}” is active', other);
    }
  }
}

/** When a resolved alert ended, how long it fired, and why it ended where it was not by itself. */
export function resolvedText({ since, firedAt, resolvedAt, reason }: AlertInfo, now: number): string {
  if (resolvedAt === undefined) return reason ?? l10n.t('Resolved');
  const lasted = spanText(resolvedAt - (firedAt ?? since));
  const ago = spanText(now - resolvedAt);
  return reason === undefined
    ? l10n.t('Resolved {0} ago after {1}', ago, lasted)
    : l10n.t('Resolved {0} ago after {1}: {2}', ago, lasted, reason);
}

function pendingText({ silencedUntil }: AlertInfo, now: number): string {
  if (silencedUntil === undefined) return l10n.t('Pending: fires if it lasts');
  return typeof silencedUntil === 'number'
    ? l10n.t('Pending, silenced until {0}', momentText(silencedUntil, now))
    : l10n.t('Pending, silenced until resolved');
}
