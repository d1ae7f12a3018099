import * as vscode from 'vscode';
import { commandId } from '../protocol/commands';
import type { Config, statusBarItems } from '../protocol/settings';
import { alertsContent } from './alerts/alertsItem';
import { focusAlertsCommand } from './alerts/alertsViewId';
import { cpuContent, cpuItemMetrics } from './cpuItem';
import { DisposableSlot, DisposableStore, type Disposable } from './disposable';
import type { EngineClient } from './engineClient';
import { noticeContent, type ItemContent, type ItemInput } from './itemContent';
import { LatestValues } from './latestValues';
import type { Observed } from './observable';
import { StatusItem } from './statusItem';
import { tokensContent, tokensItemMetrics } from './tokensItem';

type ItemName = (typeof statusBarItems)[number];

interface ItemKind {
  readonly name: ItemName;
  readonly metrics: readonly string[];
  readonly content: (input: ItemInput) => ItemContent | undefined;
}

const kinds: readonly ItemKind[] = [
  { name: 'cpu', metrics: cpuItemMetrics, content: cpuContent },
  { name: 'tokens', metrics: tokensItemMetrics, content: tokensContent },
  { name: 'alerts', metrics: [], content: alertsContent },
];

/** The status bar items that the setting `statusBar.items` names, fed once a second. */
export class StatusBar implements Disposable {
  private readonly parts = new DisposableStore();
  private readonly stream = this.parts.add(new DisposableSlot());
  private readonly items: Readonly<Record<ItemName, StatusItem>>;
  private readonly values = new LatestValues(() => {
    this.update();
  });
  private streamed = '';

  constructor(
    private readonly engine: EngineClient,
    private readonly config: Observed<Config>,
  ) {
    const dashboard = commandId('openDashboard');
    const item = (name: ItemName, title: string, priority: number, command: string): StatusItem =>
      this.parts.add(new StatusItem(`wirthforge.${name}`, title, priority, command));
    this.items = {
      cpu: item('cpu', vscode.l10n.t('Wirthforge: CPU'), -100, dashboard),
      tokens: item('tokens', vscode.l10n.t('Wirthforge: Tokens'), -101, commandId('openEnergy')),
      alerts: item('alerts', vscode.l10n.t('Wirthforge: Alerts'), -102, focusAlertsCommand),
    };
    const update = (): void => {
      this.update();
    };
    this.parts.add(engine.state.onChange(update));
    this.parts.add(engine.status.onChange(update));
    this.parts.add(engine.alerts.onChange(update));
    this.parts.add(
      config.onChange(() => {
        this.choose();
      }),
    );
    this.choose();
  }

  dispose(): void {
    this.parts.dispose();
  }

  /** Reads only what the chosen items show; with none chosen, nothing. */
  private choose(): void {
    const metrics = [...new Set(this.chosen().flatMap((kind) => kind.metrics))];
    const wanted = metrics.join();
    if (wanted !== this.streamed) {
      this.streamed = wanted;
      if (metrics.length === 0) this.stream.clear();
      else this.stream.set(this.engine.openStream({ metrics, maxHz: 1, historyMs: 0 }, this.values));
    }
    this.update();
  }

  private chosen(): ItemKind[] {
    return kinds.filter((kind) => this.config.value['statusBar.items'].includes(kind.name));
  }

  private update(): void {
    const { engine, config, values } = this;
    const input: ItemInput = {
      config: config.value,
      state: engine.state.value,
      status: engine.status.value,
      values,
      alerts: engine.alerts.value,
      now: Date.now(),
    };
    const notice = noticeContent(input);
    const chosen = this.chosen();
    for (const kind of kinds) {
      // What is still wrong stays in sight while nothing new is measured; figures would only look as if they were.
      const ownContent = notice && kind.metrics.length > 0 ? undefined : kind.content(input);
      const content = notice && kind === chosen[0] ? notice : ownContent;
      this.items[kind.name].show(chosen.includes(kind) ? content : undefined);
    }
  }
}
