import type { Layout, LayoutChange } from '../../../src/protocol/layout/layout';

/** More steps than anybody takes back. */
const mostSteps = 100;

/** The changes by which what was changed since edit mode began can be taken back, the newest first. */
export class UndoStack {
  private readonly steps: ((now: Layout) => readonly LayoutChange[])[] = [];

  get isEmpty(): boolean {
    return this.steps.length === 0;
  }

  /** Remembers how a change is taken back. Call before it is made. */
  push(before: Layout, change: LayoutChange): void {
    if (change.kind === 'reset') {
      // What the file said before is only in the file.
      this.clear();
      return;
    }
    this.steps.push(inverseOf(before, change));
    if (this.steps.length > mostSteps) this.steps.shift();
  }

  /** The changes that take the newest one back; none where there is nothing to take back. */
  pop(now: Layout): readonly LayoutChange[] {
    return this.steps.pop()?.(now) ?? [];
  }

  clear(): void {
    this.steps.length = 0;
  }
}

type Inverse = (now: Layout) => readonly LayoutChange[];

function inverseOf(before: Layout, change: Exclude<LayoutChange, { kind: 'reset' }>): Inverse {
  switch (change.kind) {
    case 'place':
      return (now) => placesOf(before, now);
    case 'add':
      // Its id is known only when the host has added it.
      return (now) => addedSince(before, now, change.panelType).map((panel) => ({ kind: 'remove', panel }));
    case 'remove': {
      const panel = before.panels.find(({ id }) => id === change.panel);
      return (now) => (panel ? [{ kind: 'restore', panel }, ...placesOf(before, now)] : []);
    }
    case 'rename': {
      const title = before.panels.find(({ id }) => id === change.panel)?.title ?? '';
      return () => [{ kind: 'rename', panel: change.panel, title }];
    }
    case 'restore':
      return () => [{ kind: 'remove', panel: change.panel.id }];
    case 'chart': {
      const panel = before.panels.find(({ id }) => id === change.panel);
      return () => (panel?.type === 'performance_chart' ? [{ ...change, config: panel.config }] : []);
    }
    case 'theme':
      return () => [{ kind: 'theme', name: before.theme.name }];
  }
}

function placesOf(before: Layout, now: Layout): LayoutChange[] {
  const known = new Set(now.panels.map(({ id }) => id));
  const places = before.panels.filter(({ id }) => known.has(id)).map(({ id, place }) => ({ panel: id, place }));
  return places.length > 0 ? [{ kind: 'place', places }] : [];
}

function addedSince(before: Layout, now: Layout, type: string): readonly string[] {
  const known = new Set(before.panels.map(({ id }) => id));
  const added = now.panels.filter((panel) => panel.type === type && !known.has(panel.id));
  // Others may have been added by hand meanwhile; ours stands behind them.
  return added.slice(-1).map(({ id }) => id);
}
