import * as vscode from 'vscode';
import type { AlertsInfo, RuleStatus } from '../../protocol/alerts';
import type { Rule } from '../../protocol/rules/rule';
import { oneLine } from '../markdown';
import { alertsText, clock } from './alertWords';

/** Where a rule stands: `$(bell) firing since 14:02`, `quiet · last fired yesterday 18:20`, `waits: …`, `off`. */
export function ruleStateText(
  rule: Pick<Rule, 'id' | 'enabled'>,
  status: RuleStatus | undefined,
  info: AlertsInfo | undefined,
  now: number,
): string {
  const { l10n } = vscode;
  if (!rule.enabled) return l10n.t('off');
  if (!info) return l10n.t('the monitor has not told yet where this rule stands');
  if (!status) return l10n.t('not in force until the file is saved');
  switch (status.state) {
    case 'off':
      return l10n.t('off until the file is saved');
    case 'waiting':
      return status.reason === undefined
        ? l10n.t('waits for data')
        : l10n.t('waits: {0}', plainIcons(oneLine(status.reason)));
    case 'quiet':
      return withPast(l10n.t('quiet'), status, now);
    case 'pending':
      return withPast(withIcon('watch', l10n.t('its condition holds, about to fire')), status, now);
    case 'firing':
      return firingText(rule.id, info, now);
  }
}

function firingText(rule: string, { active, recent }: AlertsInfo, now: number): string {
  const { l10n } = vscode;
  const alerts = active.filter((alert) => alert.rule === rule && alert.state !== 'pending');
  const since = alerts.map((alert) => alert.firedAt ?? alert.since);
  const before = recent.filter((alert) => alert.rule === rule).length;
  return [
    withIcon(
      'bell',
      since.length === 0 ? l10n.t('firing') : l10n.t('firing since {0}', clock(Math.min(...since), now)),
    ),
    ...(alerts.length > 1 ? [alertsText(alerts.length)] : []),
    ...(before > 0 ? [l10n.t('{0} before', alertsText(before))] : []),
  ].join(' · ');
}

function withPast(words: string, { lastFiredAt, instances }: RuleStatus, now: number): string {
  const { l10n } = vscode;
  return [
    words,
    lastFiredAt === undefined ? l10n.t('has not fired yet') : l10n.t('last fired {0}', clock(lastFiredAt, now)),
    ...(instances > 1 ? [l10n.t('watches {0}', instances)] : []),
  ].join(' · ');
}

/** Next to an icon a lens leaves out a space that may break. */
function withIcon(icon: string, words: string): string {
  return `$(${icon})\u00a0${words}`;
}

/** A lens draws `$(name)` as an icon; in words from outside it stays words. */
function plainIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
