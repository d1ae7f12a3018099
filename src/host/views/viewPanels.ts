import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../disposable';
import { OrphanTabs } from './orphanTabs';
import { panelNames, type PanelName } from './viewKinds';
import { ViewPanel } from './viewPanel';
import type { ViewSources } from './viewSources';

export interface ViewPanelsOptions extends ViewSources {
  readonly extensionUri: vscode.Uri;
}

/** The views that are editors, one panel of each. */
export class ViewPanels implements Disposable {
  private readonly parts = new DisposableStore();
  private readonly panels = new Map<PanelName, ViewPanel>();

  constructor({ extensionUri, layout, ...sources }: ViewPanelsOptions) {
    const titles = panelTitles();
    for (const name of panelNames) {
      const own = name === 'dashboard' && layout ? { ...sources, layout } : sources;
      this.panels.set(name, this.parts.add(new ViewPanel(name, titles[name], extensionUri, own)));
    }
    this.parts.add(
      new OrphanTabs({
        isOpen: (name) => this.panels.get(name)?.isOpen === true,
        replace: (name, column) => this.panels.get(name)?.replace(column),
      }),
    );
  }

  show(name: PanelName): void {
    this.panels.get(name)?.show();
  }

  dispose(): void {
    this.parts.dispose();
  }
}

function panelTitles(): Readonly<Record<PanelName, string>> {
  const { l10n } = vscode;
  return {
    dashboard: l10n.t('Wirthforge Monitor'),
    energy: l10n.t('Wirthforge Energy'),
    performance: l10n.t('Wirthforge Performance'),
  };
}
