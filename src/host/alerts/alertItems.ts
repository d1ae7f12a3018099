import * as vscode from 'vscode';
import type { AlertInfo } from '../../protocol/alerts';
import { commandId } from '../../protocol/commands';
import { escaped, oneLine } from '../markdown';
import { alertIcon } from './alertIcon';
import type { AlertGroup, AlertNode, IncidentNode, LeafNode, QuietNode, SilenceNode } from './alertTree';
import { alertTooltip, tooltipCommands } from './alertTooltip';
import { alertsText, briefStateText, labelValuesText, rulesText, silenceText, stateText } from './alertWords';
import { figureText } from './figureText';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** How an entry of the alerts view looks. Its tooltip is made only when somebody looks at it. */
export function alertItem(node: AlertNode, now: number): vscode.TreeItem {
  switch (node.kind) {
    case 'quiet':
      return quietItem(node);
    case 'group': {
      const item = entry(node.id, groupWord(node.group), node.group === 'active' ? Expanded : Collapsed, 'group');
      item.description = String(node.children.length);
      return item;
    }
    case 'incident':
      return incidentItem(node);
    case 'alert':
      return leafItem(node, now);
    case 'silence':
      return silenceItem(node, now);
  }
}

/** The tooltip of an entry; undefined where its label says everything. */
export function alertItemTooltip(node: AlertNode, now: number): vscode.MarkdownString | undefined {
  switch (node.kind) {
    case 'quiet':
      return markdown(quietTooltip(node));
    case 'group':
      return undefined;
    case 'incident': {
      const words = vscode.l10n.t('These alerts fire together, so their causes are likely related.');
      return markdown([words, ...node.children.map(({ alert }) => `- ${escaped(alert.message)}`)].join('\n'));
    }
    case 'alert':
      return markdown(alertTooltip(node.alert, now));
    case 'silence': {
      const words = vscode.l10n.t('If this alert fires, it is listed and recorded, but nobody is told.');
      return markdown([escaped(silenceText(node.silence.until, now)), words].join('\n\n'));
    }
  }
}

function entry(
  id: string,
  label: string,
  state: vscode.TreeItemCollapsibleState,
  contextValue: string,
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.id = id;
  item.contextValue = contextValue;
  return item;
}

function quietItem({ id, watched }: QuietNode): vscode.TreeItem {
  const { l10n } = vscode;
  const item = entry(id, l10n.t('No alerts now'), None, 'quiet');
  item.description = l10n.t('{0} watched', rulesText(watched));
  item.iconPath = new vscode.ThemeIcon('pass');
  item.command = { command: commandId('openAlertRules'), title: l10n.t('Open Alert Rules') };
  return item;
}

function quietTooltip({ watched, waiting }: QuietNode): string {
  const { l10n } = vscode;
  return [
    l10n.t('The condition of no rule holds; {0} watched.', rulesText(watched)),
    ...(waiting === 0
      ? []
      : [l10n.t('Of these, {0} waiting for data that nothing delivers now, such as that of models.', waiting)]),
    l10n.t('Click to open the rules: over each stands how it is doing.'),
  ].join('\n\n');
}

function incidentItem({ id, children }: IncidentNode): vscode.TreeItem {
  const first = children[0]!.alert;
  const isOpen = children.some(({ alert }) => alert.state === 'firing');
  const item = entry(id, oneLine(first.name), Expanded, isOpen ? 'incident.firing' : 'incident.seen');
  item.description = vscode.l10n.t('+ {0}', alertsText(children.length - 1));
  item.iconPath = alertIcon(first);
  return item;
}

function leafItem({ id, alert }: LeafNode, now: number): vscode.TreeItem {
  const isSilent = alert.state === 'pending' && alert.silencedUntil !== undefined;
  const item = entry(id, oneLine(alert.name), None, isSilent ? 'alert.silencedPending' : `alert.${alert.state}`);
  item.description = description(alert, now);
  item.iconPath = alertIcon(alert);
  item.accessibilityInformation = { label: `${oneLine(alert.message)}, ${stateText(alert, now)}` };
  return item;
}

/** Side bars are narrow: what tells one alert from another comes first, and the tooltip says all of it in full. */
function description(alert: AlertInfo, now: number): string {
  const { value, unit, labels, inhibitedBy } = alert;
  return [
    labelValuesText(labels),
    ...(value === null ? [] : [figureText(value, unit)]),
    briefStateText(alert, now),
    ...(inhibitedBy === undefined ? [] : [vscode.l10n.t('kept quiet by another alert')]),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function silenceItem({ id, silence }: SilenceNode, now: number): vscode.TreeItem {
  const item = entry(id, oneLine(silence.rule), None, 'silence');
  const labels = labelValuesText(silence.labels);
  item.description = [labels, silenceText(silence.until, now)].filter((part) => part !== '').join(' · ');
  item.iconPath = alertIcon({ state: 'silenced', severity: 'info' });
  return item;
}

function groupWord(group: AlertGroup): string {
  const { l10n } = vscode;
  switch (group) {
    case 'active':
      return l10n.t('Active');
    case 'recent':
      return l10n.t('Recent');
    case 'silenced':
      return l10n.t('Silenced');
  }
}

function markdown(text: string): vscode.MarkdownString {
  const string = new vscode.MarkdownString(text, true);
  string.isTrusted = { enabledCommands: tooltipCommands.map(commandId) };
  return string;
}
