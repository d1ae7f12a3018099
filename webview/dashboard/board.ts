import * as l10n from '@vscode/l10n';
import type { Layout } from '../../src/protocol/layout/layout';
import type { FromView, ToView } from '../../src/protocol/viewLink';
import { el, setText } from '../shared/dom';
import { pageTime } from '../shared/frameLoop';
import type { PageNow } from '../shared/livePage';
import type { Palette } from '../shared/palette';
import type { AlertsCard } from './alerts/alertsCard';
import { LayoutEditor } from './edit/layoutEditor';
import { PanelGrid } from './grid/panelGrid';
import { LayoutModel } from './layout/layoutModel';
import { ProblemBar } from './layout/problemBar';
import { usualLayout } from './layout/usualLayout';
import { AlertsPanel } from './panels/alertsPanel';
import { metricsOf } from './panels/makePanel';
import type { PanelContext } from './panels/panelContent';
import { watchedMetrics } from './panels/watchedMetrics';
import { LayoutTheme } from './theme/layoutTheme';

/** A host of an earlier version tells no layout; after this long the page does not wait for one any more. */
const layoutLimitMs = 2000;
/** What the header shows. */
const metricsOfHeader = ['monitor.cpu_percent', 'monitor.memory_bytes'];

export interface BoardOptions {
  readonly context: PanelContext;
  /** Called when another layout is shown, or edit mode begins or ends. */
  readonly changed: () => void;
}

/** What the layout makes of the page: its panels, its colours, and the mode in which they are edited. */
export class Board {
  readonly grid: PanelGrid;
  readonly editor: LayoutEditor;
  readonly root: HTMLElement;
  private readonly model: LayoutModel;
  private readonly theme = new LayoutTheme();
  private readonly problem: ProblemBar;
  private readonly note = el('p', 'grid-note muted', l10n.t('Waiting for the layout …'));
  private readonly post: (message: FromView) => void;
  private watched = '';
  private timer: number | undefined;
  private hasTold = false;

  constructor(private readonly options: BoardOptions) {
    const { context } = options;
    const { post } = context;
    this.post = post;
    this.model = new LayoutModel(pageTime, post, () => {
      this.show();
    });
    this.problem = new ProblemBar(() => {
      post({ type: 'command', command: 'openLayout' });
    });
    this.grid = new PanelGrid({
      context,
      changed: (panel) => {
        if (panel.type === 'performance_chart')
          this.editor.change({ kind: 'chart', panel: panel.id, config: panel.config });
      },
      added: (frame) => {
        this.editor.arm(frame);
      },
    });
    this.editor = new LayoutEditor({ grid: this.grid, model: this.model, post, toggled: options.changed });
    this.root = el('div', 'board', this.editor.announcer.root, this.problem.root, this.note, this.grid.root);
  }

  /** Whether there is a layout, so that the page has its content. */
  get isShown(): boolean {
    return this.model.shown !== undefined;
  }

  /** Begins to wait for a layout. */
  start(): void {
    this.timer = pageTime.startTimer(() => {
      this.timer = undefined;
      if (!this.hasTold) this.model.tell(usualLayout, undefined);
    }, layoutLimitMs);
  }

  /** The alerts of the first panel that lists them, or of the one that lists a certain alert. */
  alertsCard(alert?: string): AlertsCard | undefined {
    for (const { content } of this.grid.all)
      if (content instanceof AlertsPanel && (alert === undefined || content.card.has(alert))) return content.card;
    return undefined;
  }

  heard(message: ToView): void {
    if (message.type === 'layout') {
      this.hasTold = true;
      if (this.timer !== undefined) pageTime.stopTimer(this.timer);
      this.timer = undefined;
      this.model.tell(message.layout, message.problem);
    } else if (message.type === 'reset') this.grid.reset();
    this.grid.heard(message);
  }

  write(now: PageNow): void {
    this.theme.apply();
    this.grid.write(now);
  }

  draw(palette: Palette): void {
    this.grid.draw(palette);
  }

  repaint(): void {
    this.grid.repaint();
  }

  visibilityChanged(): void {
    this.grid.visibilityChanged();
  }

  private show(): void {
    const layout = this.model.shown;
    if (!layout) return;
    this.theme.show(layout.theme);
    this.watch(layout);
    this.grid.show(layout);
    this.editor.write();
    this.problem.write(this.model.problem);
    this.note.hidden = layout.panels.length > 0;
    setText(this.note, l10n.t('The layout has no panel. "Edit layout" adds some.'));
    this.options.changed();
  }

  /** Asks for what the panels show, where that is something else than before. */
  private watch({ panels }: Layout): void {
    const metrics = watchedMetrics([...metricsOfHeader, ...panels.flatMap(metricsOf)]);
    const charted = panels.flatMap((panel) =>
      panel.type === 'performance_chart' ? panel.config.metrics.map(({ metric }) => metric) : [],
    );
    const isPastMissing = this.options.context.store.draw(charted);
    const key = metrics.join('\n');
    if (key === this.watched && !isPastMissing) return;
    this.watched = key;
    this.post({ type: 'watch', metrics, ...(isPastMissing ? { isPastMissing } : {}) });
  }
}
