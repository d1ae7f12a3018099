import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../disposable';
import { panelNames, type PanelName } from './viewKinds';
import { isTabOf } from './viewTabs';

/** VS Code has brought a tab back itself by then if it does so at all, ms. */
const graceMs = 3000;

export interface OrphanTabsOptions {
  /** Whether a view has a panel that this extension host feeds. */
  readonly isOpen: (name: PanelName) => boolean;
  /** Puts a fed panel in the place of the tabs that a view has. */
  readonly replace: (name: PanelName, column: vscode.ViewColumn) => void;
}

/**
 * Feeds again what an extension host that crashed, or was restarted, left behind: VS Code keeps its panels open and gives
 * them to no other host, so that their pages would stay silent. A tab out of sight is replaced when it is shown.
 */
export class OrphanTabs implements Disposable {
  private readonly parts = new DisposableStore();
  private readonly waiting = new Map<PanelName, NodeJS.Timeout>();

  constructor(private readonly options: OrphanTabsOptions) {
    const { tabGroups } = vscode.window;
    const look = (): void => {
      this.look();
    };
    this.parts.add(tabGroups.onDidChangeTabs(look));
    this.parts.add(tabGroups.onDidChangeTabGroups(look));
    look();
  }

  dispose(): void {
    this.parts.dispose();
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  private look(): void {
    for (const name of panelNames) {
      if (this.waiting.has(name) || this.orphanedColumn(name) === undefined) continue;
      const decide = (): void => {
        this.waiting.delete(name);
        const column = this.orphanedColumn(name);
        if (column !== undefined) this.options.replace(name, column);
      };
      this.waiting.set(name, setTimeout(decide, graceMs));
    }
  }

  private orphanedColumn(name: PanelName): vscode.ViewColumn | undefined {
    return this.options.isOpen(name) ? undefined : columnInSight(vscode.window.tabGroups.all, name);
  }
}

/** The column of the first group whose tab in sight holds a view. */
export function columnInSight(
  groups: readonly Pick<vscode.TabGroup, 'activeTab' | 'viewColumn'>[],
  name: PanelName,
): vscode.ViewColumn | undefined {
  return groups.find(({ activeTab }) => activeTab !== undefined && isTabOf(name, activeTab))?.viewColumn;
}
