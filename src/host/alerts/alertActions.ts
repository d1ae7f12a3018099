import * as vscode from 'vscode';
import type { AlertCommand, AlertInfo } from '../../protocol/alerts';
import type { EngineClient } from '../engineClient';
import { oneLine } from '../markdown';
import { alertIconName } from './alertIcon';
import { alertsOf, targetOf, type AlertTarget } from './alertTarget';
import { labelsText, spanText, stateText } from './alertWords';

const hourMs = 3_600_000;
const spans = [hourMs / 4, hourMs, 8 * hourMs] as const;

export interface AlertActionOptions {
  readonly engine: Pick<EngineClient, 'alerts' | 'alert'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What people do about alerts. Each takes what a command was given, and asks where that does not say which alert. */
export class AlertActions {
  constructor(private readonly options: AlertActionOptions) {}

  async acknowledge(argument: unknown): Promise<void> {
    const { l10n } = vscode;
    const alerts = await this.chosen(
      targetOf(argument),
      ({ state }) => state === 'firing',
      l10n.t('Acknowledge which alert?'),
      l10n.t('There is nothing to acknowledge: no such alert fires any more, or somebody has acknowledged it.'),
    );
    this.tell(alerts.map(({ id }) => ({ kind: 'acknowledge', alert: id })));
  }

  async silence(argument: unknown): Promise<void> {
    const alerts = await this.toSilence(targetOf(argument));
    if (alerts.length === 0) return;
    const until = await this.chooseEnd();
    if (until !== undefined) this.silenceUntil(alerts, until);
  }

  /** Silences alerts for an hour without asking for how long. */
  async silenceForAnHour(argument: unknown): Promise<void> {
    const alerts = await this.toSilence(targetOf(argument));
    this.silenceUntil(alerts, this.options.now() + hourMs);
  }

  async unsilence(argument: unknown): Promise<void> {
    const { l10n } = vscode;
    const target = targetOf(argument);
    const ids = this.silenced(target);
    const [first] = ids;
    if (first === undefined) {
      await vscode.window.showInformationMessage(l10n.t('No such alert is silenced, so there is no silence to end.'));
      return;
    }
    const chosen = target.alerts.length > 0 ? ids : await this.chooseSilenced(ids);
    this.tell(chosen.map((alert) => ({ kind: 'unsilence', alert })));
  }

  /** The alerts that a target names; where it names none, the one that the user picks. */
  private async chosen(
    target: AlertTarget,
    fits: (alert: AlertInfo) => boolean,
    title: string,
    none: string,
  ): Promise<AlertInfo[]> {
    const alerts = alertsOf(target, this.options.engine.alerts.value, fits);
    if (alerts.length === 0) {
      await vscode.window.showInformationMessage(none);
      return [];
    }
    if (target.alerts.length > 0) return alerts;
    const now = this.options.now();
    const items = alerts.map((alert) => ({
      label: `$(${alertIconName(alert)}) ${oneLine(alert.name)}`,
      description: [labelsText(alert.labels), stateText(alert, now)].filter((part) => part !== '').join(' · '),
      detail: oneLine(alert.message),
      alert,
    }));
    const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
    return picked ? [picked.alert] : [];
  }

  private async chooseEnd(): Promise<number | 'resolved' | undefined> {
    const { l10n } = vscode;
    const items: { readonly label: string; readonly span?: number }[] = [
      ...spans.map((span) => ({ label: spanText(span), span })),
      { label: l10n.t('Until it is over') },
    ];
    const picked = await vscode.window.showQuickPick(items, {
      title: l10n.t('Silence for how long?'),
      placeHolder: l10n.t('A silenced alert is still listed and recorded, but nobody is told of it'),
    });
    if (!picked) return undefined;
    return picked.span === undefined ? 'resolved' : this.options.now() + picked.span;
  }

  private toSilence(target: AlertTarget): Promise<AlertInfo[]> {
    const { l10n } = vscode;
    return this.chosen(
      target,
      ({ state }) => state !== 'resolved',
      l10n.t('Silence which alert?'),
      l10n.t('There is nothing to silence: no such alert fires or is about to.'),
    );
  }

  private silenceUntil(alerts: readonly AlertInfo[], until: number | 'resolved'): void {
    this.tell(alerts.map(({ id }) => ({ kind: 'silence', alert: id, until })));
  }

  private silenced({ alerts, rule }: AlertTarget): string[] {
    const info = this.options.engine.alerts.value;
    const all = [
      ...(info?.active.filter(({ state }) => state === 'silenced').map(({ id, rule }) => ({ alert: id, rule })) ?? []),
      ...(info?.silences ?? []),
    ];
    const wanted = all.filter((one) =>
      alerts.length > 0 ? alerts.includes(one.alert) : rule === undefined || one.rule === rule,
    );
    return [...new Set(wanted.map(({ alert }) => alert))];
  }

  private async chooseSilenced(ids: readonly string[]): Promise<string[]> {
    const info = this.options.engine.alerts.value;
    const items = ids.map((id) => {
      const alert = info?.active.find((one) => one.id === id);
      const silence = info?.silences.find((one) => one.alert === id);
      return {
        label: `$(bell-slash) ${oneLine(alert?.name ?? silence?.rule ?? id)}`,
        description: labelsText(alert?.labels ?? silence?.labels ?? {}),
        id,
      };
    });
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('End the silence of which alert?'),
    });
    return picked ? [picked.id] : [];
  }

  private tell(commands: readonly AlertCommand[]): void {
    const { engine } = this.options;
    if (commands.every((command) => engine.alert(command))) return;
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'The engine does not run, so this was not done. It is started again by itself: try again in some seconds.',
      ),
    );
  }
}
