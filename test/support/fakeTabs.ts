import { EventEmitter } from './fakeVscode';

/** What VS Code says of the input of a tab that holds a webview. */
export class TabInputWebview {
  constructor(readonly viewType: string) {}
}

export interface FakeTab {
  readonly input: unknown;
}

export interface FakeTabGroup {
  readonly viewColumn: number;
  tabs: FakeTab[];
  activeTab: FakeTab | undefined;
}

/** The tabs of the fake window, through which tests play VS Code and the user. */
class FakeTabs {
  groups: FakeTabGroup[] = [];
  /** Why VS Code closes no tab. */
  fault: string | undefined;
  // Made late: the module of the emitters loads this one first.
  private tabsChange: EventEmitter<void> | undefined;
  private groupsChange: EventEmitter<void> | undefined;

  /** Opens a tab with a webview in a group of its own. */
  open(viewType: string, viewColumn: number, isInSight = true): FakeTab {
    const tab = { input: new TabInputWebview(`mainThreadWebview-${viewType}`) };
    this.groups.push({ viewColumn, tabs: [tab], activeTab: isInSight ? tab : undefined });
    this.changedGroups.fire();
    return tab;
  }

  show(tab: FakeTab): void {
    for (const group of this.groups) if (group.tabs.includes(tab)) group.activeTab = tab;
    this.changedTabs.fire();
  }

  close(closed: readonly FakeTab[]): Promise<boolean> {
    if (this.fault !== undefined) return Promise.reject(new Error(this.fault));
    for (const group of this.groups) {
      group.tabs = group.tabs.filter((tab) => !closed.includes(tab));
      if (group.activeTab && closed.includes(group.activeTab)) group.activeTab = undefined;
    }
    this.changedTabs.fire();
    return Promise.resolve(true);
  }

  get tabs(): FakeTab[] {
    return this.groups.flatMap(({ tabs }) => tabs);
  }

  get changedTabs(): EventEmitter<void> {
    return (this.tabsChange ??= new EventEmitter());
  }

  get changedGroups(): EventEmitter<void> {
    return (this.groupsChange ??= new EventEmitter());
  }

  reset(): void {
    this.groups = [];
    this.fault = undefined;
    this.changedTabs.dispose();
    this.changedGroups.dispose();
  }
}

export const fakeTabs = new FakeTabs();

/** `vscode.window.tabGroups`. */
export const tabGroups = {
  get all(): readonly FakeTabGroup[] {
    return fakeTabs.groups;
  },
  onDidChangeTabs: (listener: () => void): { dispose(): void } => fakeTabs.changedTabs.event(listener),
  onDidChangeTabGroups: (listener: () => void): { dispose(): void } => fakeTabs.changedGroups.event(listener),
  close: (tabs: readonly FakeTab[]): Promise<boolean> => fakeTabs.close(tabs),
};
