import * as l10n from '@vscode/l10n';
import { severities, severityRank, type Severity } from '../../../src/protocol/rules/rule';
import type { ViewAlerts } from '../../../src/protocol/viewLink';
import { isUnseen } from '../../shared/alerts/isUnseen';

/** Where alerts stand, in a few words. */
export interface AlertSummary {
  readonly text: string;
  /** The worst of those that nobody has seen; undefined where all is well or seen. */
  readonly worst: Severity | undefined;
  readonly hint: string;
}

export function alertSummary({ active, isEnabled, rules }: ViewAlerts): AlertSummary {
  if (!isEnabled)
    return {
      text: l10n.t('Alerts off'),
      worst: undefined,
      hint: l10n.t(
        'No rule is looked at: the setting wirthforge.alerts.enabled is off. Switch it on to be told of trouble.',
      ),
    };
  const pending = active.filter(({ state }) => state === 'pending').length;
  const firing = active.length - pending;
  if (firing === 0) {
    const first = pending === 0 ? l10n.t('No alerts') : l10n.t('{0} pending', pending);
    const text = `${first} · ${rules === 1 ? l10n.t('1 rule') : l10n.t('{0} rules', rules)}`;
    return { text, worst: undefined, hint: l10n.t('Shows the rules and what was resolved.') };
  }
  const unseen = active.filter(isUnseen);
  const worst = unseen.reduce<Severity | undefined>(
    (most, { severity }) => (most === undefined || severityRank(severity) > severityRank(most) ? severity : most),
    undefined,
  );
  const parts = [...severities].reverse().flatMap((severity) => {
    const count = unseen.filter((alert) => alert.severity === severity).length;
    return count === 0 ? [] : [countedText(count, severity)];
  });
  const seen = firing - unseen.length;
  if (seen > 0) parts.push(l10n.t('{0} acknowledged, silenced or kept quiet', seen));
  if (pending > 0) parts.push(l10n.t('{0} pending', pending));
  const text = firing === 1 ? l10n.t('1 alert') : l10n.t('{0} alerts', firing);
  return { text, worst, hint: l10n.t('{0}. Shows the alerts.', parts.join(' · ')) };
}

function countedText(count: number, severity: Severity): string {
  switch (severity) {
    case 'critical':
      return l10n.t('{0} critical', count);
    case 'warning':
      return l10n.t('{0} warning', count);
    case 'info':
      return l10n.t('{0} info', count);
  }
}
