import * as vscode from 'vscode';
import type { AlertInfo } from '../../protocol/alerts';
import { commandId, type CommandName } from '../../protocol/commands';
import { escaped } from '../markdown';
import { alertIconName } from './alertIcon';
import { severityWord, stateText } from './alertWords';
import { figureText } from './figureText';

/** The commands that links in tooltips may run. */
export const tooltipCommands: readonly CommandName[] = [
  'acknowledgeAlert',
  'silenceAlert',
  'unsilenceAlert',
  'showAlertRule',
];

/** Everything about one alert, as Markdown in which everything from outside is escaped. */
export function alertTooltip(alert: AlertInfo, now: number): string {
  const { l10n } = vscode;
  const { message, severity, labels, rule, name, category, reason, inhibitedBy, advice } = alert;
  const rows: (readonly [string, string])[] = [
    [l10n.t('State'), escaped(stateText(alert, now))],
    [l10n.t('Severity'), severityWord(severity)],
    ...figures(alert),
    ...Object.entries(labels).map(([label, value]) => [escaped(label), escaped(value)] as const),
    [l10n.t('Rule'), `${escaped(name)} (${escaped(rule)}; ${escaped(category)})`],
  ];
  return [
    `**${escaped(message)}**`,
    ['| | |', '|---|---|', ...rows.map(([what, value]) => `| ${what} | ${value} |`)].join('\n'),
    ...(reason === undefined ? [] : [escaped(reason)]),
    ...(inhibitedBy === undefined ? [] : [l10n.t('Kept quiet by another alert: {0}', escaped(inhibitedBy))]),
    ...(advice.length === 0 ? [] : [advice.map((one) => `- $(lightbulb) ${escaped(one.message)}`).join('\n')]),
    links(alert).join(' · '),
  ].join('\n\n');
}

/** One alert on one line with a link to acknowledge it, for the tooltip of the bell. */
export function alertLine(alert: AlertInfo, now: number): string {
  const line = `$(${alertIconName(alert)}) ${escaped(alert.message)} — ${escaped(stateText(alert, now))}`;
  return alert.state === 'firing' ? `${line} · ${acknowledgeLink(alert)}` : line;
}

function figures({ value, threshold, unit }: AlertInfo): (readonly [string, string])[] {
  const { l10n } = vscode;
  return [
    ...(value === null ? [] : [[l10n.t('Measured'), escaped(figureText(value, unit))] as const]),
    ...(threshold === null ? [] : [[l10n.t('Threshold'), escaped(figureText(threshold, unit))] as const]),
  ];
}

function links(alert: AlertInfo): string[] {
  const { l10n } = vscode;
  const { id, state, rule } = alert;
  return [
    ...(state === 'firing' ? [acknowledgeLink(alert)] : []),
    ...(state === 'firing' || state === 'acknowledged' ? [link(l10n.t('Silence for…'), 'silenceAlert', id)] : []),
    ...(state === 'silenced' ? [link(l10n.t('End Silence'), 'unsilenceAlert', id)] : []),
    link(l10n.t('Show Rule'), 'showAlertRule', { rule }),
  ];
}

function acknowledgeLink({ id }: AlertInfo): string {
  return link(vscode.l10n.t('Acknowledge'), 'acknowledgeAlert', id);
}

/** Parentheses, which a Markdown link would end at, are not among what `encodeURIComponent` encodes. */
function link(words: string, command: CommandName, argument: unknown): string {
  const query = encodeURIComponent(JSON.stringify([argument])).replace(
    /[()]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  );
  return `[${words}](command:${commandId(command)}?${query})`;
}
