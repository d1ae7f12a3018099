import type { AlertInfo, AlertsInfo } from '../../protocol/alerts';
import { severityRank, type Severity } from '../../protocol/rules/rule';

/** Whether an alert is one that people should look at: neither about to fire, nor silenced, nor kept quiet by another. */
export function isLoud({ state, inhibitedBy }: AlertInfo): boolean {
  return (state === 'firing' || state === 'acknowledged') && inhibitedBy === undefined;
}

export function loudAlerts(alerts: AlertsInfo | undefined): readonly AlertInfo[] {
  return alerts?.active.filter(isLoud) ?? [];
}

/** The highest severity among alerts that nobody has acknowledged; undefined where there is none. */
export function openSeverity(alerts: readonly AlertInfo[]): Severity | undefined {
  let most: Severity | undefined;
  for (const { state, severity } of alerts)
    if (state === 'firing' && (most === undefined || severityRank(severity) > severityRank(most))) most = severity;
  return most;
}
