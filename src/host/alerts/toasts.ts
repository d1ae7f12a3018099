import * as vscode from 'vscode';
import type { AlertsInfo, Notice } from '../../protocol/alerts';
import { severityRank } from '../../protocol/rules/rule';
import { DisposableStore, type Disposable } from '../disposable';
import type { EngineClient } from '../engineClient';
import type { AlertActions } from './alertActions';
import { notificationText } from './alertWords';

/** VS Code takes a notification out of sight after this time, unless it is an error with buttons. */
const inSightMs = 20_000;

export interface ToastOptions {
  readonly engine: Pick<EngineClient, 'alerts' | 'onNotice'>;
  readonly actions: Pick<AlertActions, 'acknowledge' | 'silenceForAnHour'>;
  /** Shows an alert where all of them are; without one, all of them. */
  readonly show: (alert: string | undefined) => void;
}

/** The notification of an incident that is in sight. */
interface OpenToast {
  readonly level: Notice['level'];
  /** What came meanwhile: the newest, with what the engine had said of alerts before it. */
  next: { readonly notice: Notice; readonly known: AlertsInfo | undefined } | undefined;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Notifications of VS Code for what the engine wants people to be told. VS Code cannot change one that is shown, so
 * news of the same incident waits until it is gone, and only the newest is then told, unless it is over by then. What is
 * more severe than the shown one does not wait.
 */
export class Toasts implements Disposable {
  private readonly parts = new DisposableStore();
  private readonly open = new Map<string, OpenToast>();

  constructor(private readonly options: ToastOptions) {
    this.parts.add(
      options.engine.onNotice((notice) => {
        this.receive(notice);
      }),
    );
  }

  dispose(): void {
    this.parts.dispose();
    for (const { timer } of this.open.values()) clearTimeout(timer);
    this.open.clear();
  }

  private receive(notice: Notice): void {
    const shown = this.open.get(notice.incident);
    if (shown && severityRank(notice.level) <= severityRank(shown.level))
      shown.next = { notice, known: this.options.engine.alerts.value };
    else void this.show(notice);
  }

  private async show(notice: Notice): Promise<void> {
    const before = this.open.get(notice.incident);
    if (before) clearTimeout(before.timer);
    const toast: OpenToast = { level: notice.level, next: undefined, timer: undefined };
    this.open.set(notice.incident, toast);
    if (notice.level !== 'critical')
      toast.timer = setTimeout(() => {
        this.gone(notice.incident, toast);
      }, inSightMs);
    const { l10n } = vscode;
    const show = l10n.t('Show');
    const acknowledge = l10n.t('Acknowledge');
    const silence = l10n.t('Silence 1 h');
    const buttons = notice.alerts.length === 0 ? [show] : [show, acknowledge, silence];
    const pressed = await shower(notice.level)(wordsOf(notice), ...buttons);
    if (pressed === show) this.options.show(notice.alerts[0]);
    else if (pressed === acknowledge) await this.options.actions.acknowledge(notice.alerts);
    else if (pressed === silence) await this.options.actions.silenceForAnHour(notice.alerts);
    this.gone(notice.incident, toast);
  }

  private gone(incident: string, toast: OpenToast): void {
    if (this.open.get(incident) !== toast) return;
    clearTimeout(toast.timer);
    this.open.delete(incident);
    const { next } = toast;
    if (next && !this.isStale(next.notice, next.known)) void this.show(next.notice);
  }

  /** Whether nothing is left to be told: what the engine has said since then knows none of the alerts to be firing. */
  private isStale({ alerts }: Notice, known: AlertsInfo | undefined): boolean {
    const info = this.options.engine.alerts.value;
    if (!info || info === known || alerts.length === 0) return false;
    return !info.active.some(({ id, state }) => state === 'firing' && alerts.includes(id));
  }
}

function wordsOf({ message, advice }: Notice): string {
  const [first] = advice;
  if (!first) return notificationText(message);
  return notificationText(/[.!?…]$/.test(message) ? `${message} ${first.message}` : `${message}. ${first.message}`);
}

function shower(level: Notice['level']): (message: string, ...buttons: string[]) => Thenable<string | undefined> {
  const { window } = vscode;
  switch (level) {
    case 'critical':
      return (message, ...buttons) => window.showErrorMessage(message, ...buttons);
    case 'warning':
      return (message, ...buttons) => window.showWarningMessage(message, ...buttons);
    case 'info':
      return (message, ...buttons) => window.showInformationMessage(message, ...buttons);
  }
}
