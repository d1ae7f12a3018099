import * as vscode from 'vscode';
import type { AlertsInfo } from '../protocol/alerts';
import type { CommandName } from '../protocol/commands';
import type { Config } from '../protocol/settings';
import type { EngineStatus } from '../protocol/status';
import type { EngineState } from './engineClient';
import type { LatestValues } from './latestValues';
import { escaped } from './markdown';

/** Everything that a status bar item is made from. */
export interface ItemInput {
  readonly config: Config;
  readonly state: EngineState;
  readonly status: EngineStatus | undefined;
  readonly values: LatestValues;
  readonly alerts: AlertsInfo | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a status bar item shows. */
export interface ItemContent {
  readonly text: string;
  /** Markdown in which everything from outside is escaped. */
  readonly tooltip: string;
  /** What the tooltip is about; with another subject it is another tooltip, not new figures in the same one. */
  readonly subject: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Makes the item stand out. */
  readonly background?: 'warning' | 'error';
  /** Commands that links in the tooltip may run. */
  readonly links?: readonly CommandName[];
}

/** What stands in place of figures while there cannot be any: switched off, failed or paused. */
export function noticeContent({ config, state, status }: ItemInput): ItemContent | undefined {
  const { l10n } = vscode;
  if (!config.enabled) {
    const tooltip = l10n.t('Monitoring is switched off by the setting wirthforge.enabled.');
    return { text: l10n.t('$(circle-slash) off'), tooltip, subject: 'off', spoken: tooltip };
  }
  if (state.state === 'failed') {
    const tooltip = escaped(state.reason);
    return { text: l10n.t('$(warning) monitor'), tooltip, subject: 'failed', spoken: state.reason };
  }
  if (status?.paused) {
    const tooltip = l10n.t('Monitoring is paused: nothing is read. Run "Wirthforge: Resume Monitoring" to go on.');
    const spoken = l10n.t('Monitoring is paused');
    return { text: l10n.t('$(debug-pause) paused'), tooltip, subject: 'paused', spoken };
  }
  return undefined;
}
