import * as vscode from 'vscode';
import type { AlertInfo } from '../../protocol/alerts';
import type { ItemContent, ItemInput } from '../itemContent';
import { loudAlerts, openSeverity } from './alertSet';
import { alertLine, tooltipCommands } from './alertTooltip';
import { alertsText } from './alertWords';

const mostListed = 10;
const backgrounds = { critical: 'error', warning: 'warning', info: undefined } as const;

/** The bell: how many alerts are active, in the colour of the worst that nobody has acknowledged; nothing without any. */
export function alertsContent({ config, alerts, now }: ItemInput): ItemContent | undefined {
  const { l10n } = vscode;
  if (!config.enabled || !config['alerts.enabled'] || !alerts) return undefined;
  const loud = loudAlerts(alerts);
  const silenced = alerts.active.filter(({ state }) => state === 'silenced');
  const shown = loud.length > 0 ? loud : silenced;
  if (shown.length === 0) return undefined;
  const worst = openSeverity(loud);
  const background = worst && backgrounds[worst];
  const isSilent = loud.length === 0;
  const words = isSilent
    ? l10n.t('{0}, all of them silenced', alertsText(shown.length))
    : l10n.t('{0} now', alertsText(shown.length));
  return {
    text: `${isSilent ? '$(bell-slash)' : '$(bell)'} ${shown.length}`,
    tooltip: tooltipOf(words, shown, now),
    subject: shown.map(({ id, state, severity }) => `${id} ${state} ${severity}`).join(),
    spoken: [words, ...shown.slice(0, mostListed).map(({ message }) => message)].join('. '),
    links: tooltipCommands,
    ...(background && { background }),
  };
}

function tooltipOf(words: string, alerts: readonly AlertInfo[], now: number): string {
  const { l10n } = vscode;
  const left = alerts.length - mostListed;
  return [
    `**${words}**`,
    ...alerts.slice(0, mostListed).map((alert) => alertLine(alert, now)),
    ...(left > 0 ? [l10n.t('… and {0} more', left)] : []),
    l10n.t('Click to see all of them.'),
  ].join('\n\n');
}
