import { severities, severityRank, type Severity } from '../../../src/protocol/rules/rule';
import type { ViewAlerts } from '../../../src/protocol/viewLink';
import { severityWords } from '../../shared/alerts/alertWords';
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
      text: 'Alerts off',
      worst: undefined,
      hint: 'No rule is looked at: the setting wirthforge.alerts.enabled is off. Switch it on to be told of trouble.',
    };
  const pending = active.filter(({ state }) => state === 'pending').length;
  const firing = active.length - pending;
  if (firing === 0) {
    const text =
      pending === 0 ? `No alerts · ${counted(rules, 'rule')}` : `${pending} pending · ${counted(rules, 'rule')}`;
    return { text, worst: undefined, hint: 'Shows the rules and what was resolved.' };
  }
  const unseen = active.filter(isUnseen);
  const worst = unseen.reduce<Severity | undefined>(
    (most, { severity }) => (most === undefined || severityRank(severity) > severityRank(most) ? severity : most),
    undefined,
  );
  const parts = [...severities].reverse().flatMap((severity) => {
    const count = unseen.filter((alert) => alert.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severityWords[severity].toLowerCase()}`];
  });
  const seen = firing - unseen.length;
  if (seen > 0) parts.push(`${seen} acknowledged, silenced or kept quiet`);
  if (pending > 0) parts.push(`${pending} pending`);
  return { text: counted(firing, 'alert'), worst, hint: `${parts.join(' · ')}. Shows the alerts.` };
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
