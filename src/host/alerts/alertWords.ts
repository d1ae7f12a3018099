import * as vscode from 'vscode';
import type { AlertInfo } from '../../protocol/alerts';
import type { Labels } from '../../protocol/metric';
import type { Severity } from '../../protocol/rules/rule';
import { oneLine } from '../markdown';
import { moment, wholeNumber } from '../store/storeWords';

const minuteMs = 60_000;

/** A moment in local time, as short as it is clear: `14:02`, `yesterday 18:20`, `2026-11-19 18:20`. */
export function clock(ms: number, now: number): string {
  const time = moment(ms).slice(11);
  if (isSameDay(ms, now)) return time;
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return isSameDay(ms, yesterday.getTime()) ? vscode.l10n.t('yesterday {0}', time) : moment(ms);
}

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

export function severityWord(severity: Severity): string {
  const { l10n } = vscode;
  switch (severity) {
    case 'critical':
      return l10n.t('critical');
    case 'warning':
      return l10n.t('warning');
    case 'info':
      return l10n.t('information');
  }
}

/** Where an alert stands, in words: `firing since 14:02`. */
export function stateText(alert: AlertInfo, now: number): string {
  const { l10n } = vscode;
  const since = clock(alert.firedAt ?? alert.since, now);
  switch (alert.state) {
    case 'pending':
      return l10n.t('about to fire, its condition holds since {0}', clock(alert.since, now));
    case 'firing':
      return l10n.t('firing since {0}', since);
    case 'acknowledged':
      return l10n.t('acknowledged, firing since {0}', since);
    case 'silenced':
      return l10n.t('{0}, firing since {1}', silenceText(alert.silencedUntil ?? 'resolved', now), since);
    case 'resolved':
      return l10n.t('over since {0}', clock(alert.resolvedAt ?? alert.since, now));
  }
}

/** Where an alert stands, as short as its icon allows: `since 14:02`. */
export function briefStateText(alert: AlertInfo, now: number): string {
  const { l10n } = vscode;
  switch (alert.state) {
    case 'pending':
      return alert.silencedUntil === undefined ? l10n.t('about to fire') : silenceText(alert.silencedUntil, now);
    case 'firing':
      return l10n.t('since {0}', clock(alert.firedAt ?? alert.since, now));
    case 'acknowledged':
      return l10n.t('acknowledged');
    case 'silenced':
      return silenceText(alert.silencedUntil ?? 'resolved', now);
    case 'resolved':
      return stateText(alert, now);
  }
}

/** Until when something is silenced: `silenced until 15:02`. */
export function silenceText(until: number | 'resolved', now: number): string {
  return until === 'resolved'
    ? vscode.l10n.t('silenced until it is over')
    : vscode.l10n.t('silenced until {0}', clock(until, now));
}

/** Labels on one line: `mount=/home, device=sda1`; empty without any. */
export function labelsText(labels: Labels): string {
  return oneLine(
    Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(', '),
  );
}

/** Values of labels on one line: `/home, sda1`; for places where the names would take the room. */
export function labelValuesText(labels: Labels): string {
  return oneLine(Object.values(labels).join(', '));
}

/** A length of time as rules write it: `15 min`, `8 h`. */
export function spanText(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  return minutes % 60 === 0 ? vscode.l10n.t('{0} h', minutes / 60) : vscode.l10n.t('{0} min', minutes);
}

export function alertsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 alert') : vscode.l10n.t('{0} alerts', wholeNumber(count));
}

export function rulesText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 rule') : vscode.l10n.t('{0} rules', wholeNumber(count));
}

/**
 * Text for a notification or a dialog, on one line. VS Code turns `[words](command:…)` there into a link that runs the
 * command: what a rule or a label says must stay words.
 */
export function notificationText(text: string): string {
  return linkless(oneLine(text));
}

/** Text in which VS Code finds no link of the form `[words](place)`. */
export function linkless(text: string): string {
  return text.replaceAll('](', '] (');
}
