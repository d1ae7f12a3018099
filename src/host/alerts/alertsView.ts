import * as vscode from 'vscode';
import type { AlertsInfo } from '../../protocol/alerts';
import { DisposableStore, type Disposable } from '../disposable';
import type { Observed } from '../observable';
import { alertItem, alertItemTooltip } from './alertItems';
import { rulesInForce } from '../../protocol/rulesInForce';
import { loudAlerts } from './alertSet';
import { alertTree, type AlertNode } from './alertTree';
import { alertsViewId } from './alertsViewId';
import { alertsText, rulesText } from './alertWords';

const calmMs = 1000;

/**
 * The alerts view in the side bar. Figures change many times a second, so its entries follow once a second and only
 * while somebody sees them; the badge follows at once.
 */
export class AlertsView implements vscode.TreeDataProvider<AlertNode>, Disposable {
  private readonly parts = new DisposableStore();
  private readonly changed = this.parts.add(new vscode.EventEmitter<undefined>());
  private readonly view: vscode.TreeView<AlertNode>;
  private tree = alertTree(undefined);
  private calm: NodeJS.Timeout | undefined;
  private isBehind = true;
  private isKnown = false;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly alerts: Observed<AlertsInfo | undefined>,
    private readonly now: () => number,
  ) {
    this.view = this.parts.add(vscode.window.createTreeView(alertsViewId, { treeDataProvider: this }));
    this.parts.add(
      alerts.onChange(() => {
        this.follow();
      }),
    );
    this.parts.add(
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.isBehind) this.refresh();
      }),
    );
    this.writeHead();
  }

  getChildren(node?: AlertNode): AlertNode[] {
    if (!node) {
      if (this.isBehind) this.rebuild();
      return [...this.tree.roots];
    }
    return 'children' in node ? [...node.children] : [];
  }

  getParent(node: AlertNode): AlertNode | undefined {
    return this.tree.parents.get(node);
  }

  getTreeItem(node: AlertNode): vscode.TreeItem {
    return alertItem(node, this.now());
  }

  resolveTreeItem(item: vscode.TreeItem, node: AlertNode): vscode.TreeItem {
    const tooltip = alertItemTooltip(node, this.now());
    if (tooltip) item.tooltip = tooltip;
    return item;
  }

  /** Brings the view to the front, with the entry of an alert chosen if there is one; focus stays where it is. */
  async reveal(alert: string | undefined): Promise<void> {
    this.refresh();
    const node = (alert === undefined ? undefined : this.tree.byAlert.get(alert)) ?? this.tree.roots[0];
    if (node) await this.view.reveal(node, { select: true, focus: false, expand: true });
  }

  dispose(): void {
    clearTimeout(this.calm);
    this.parts.dispose();
  }

  private follow(): void {
    this.isBehind = true;
    this.writeHead();
    if (!this.view.visible || this.calm) return;
    this.refresh();
    this.calm = setTimeout(() => {
      this.calm = undefined;
      if (this.isBehind && this.view.visible) this.refresh();
    }, calmMs);
  }

  private refresh(): void {
    this.rebuild();
    this.changed.fire(undefined);
  }

  private rebuild(): void {
    this.isBehind = false;
    this.tree = alertTree(this.alerts.value);
  }

  /** What is seen of the view besides its entries: the badge, and the words beside its title. */
  private writeHead(): void {
    const { l10n } = vscode;
    const info = this.alerts.value;
    if (info && !this.isKnown) {
      this.isKnown = true;
      void vscode.commands.executeCommand('setContext', 'wirthforge.alertsKnown', true);
    }
    const count = loudAlerts(info).length;
    const before = this.view.badge?.value ?? 0;
    if (count !== before) this.view.badge = count === 0 ? undefined : { value: count, tooltip: alertsText(count) };
    // An engine that has just taken over has not read the rules yet.
    const description = info && info.rules.length > 0 ? l10n.t('{0} watched', rulesText(rulesInForce(info))) : '';
    if (description !== this.view.description) this.view.description = description;
  }
}
