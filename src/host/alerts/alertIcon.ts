import * as vscode from 'vscode';
import type { AlertInfo } from '../../protocol/alerts';
import type { Severity } from '../../protocol/rules/rule';

type Look = readonly [icon: string, color: string];

const looks: Readonly<Record<Severity, Look>> = {
  critical: ['error', 'list.errorForeground'],
  warning: ['warning', 'list.warningForeground'],
  info: ['info', 'notificationsInfoIcon.foreground'],
};
const pale = 'disabledForeground';

/** Name of the icon of an alert: its severity, or what became of it. */
export function alertIconName({ state, severity }: Pick<AlertInfo, 'state' | 'severity'>): string {
  switch (state) {
    case 'pending':
      return 'watch';
    case 'silenced':
      return 'bell-slash';
    case 'resolved':
      return 'pass';
    case 'acknowledged':
    case 'firing':
      return looks[severity][0];
  }
}

/** The icon of an alert in the colour of its severity; pale where nothing is left to do. */
export function alertIcon(alert: Pick<AlertInfo, 'state' | 'severity'>): vscode.ThemeIcon {
  const color = alert.state === 'firing' || alert.state === 'acknowledged' ? looks[alert.severity][1] : pale;
  return new vscode.ThemeIcon(alertIconName(alert), new vscode.ThemeColor(color));
}
