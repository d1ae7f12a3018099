import * as l10n from '@vscode/l10n';
import { attributes, el, setText } from '../shared/dom';
import type { Crosshair } from '../shared/crosshair';
import { notAvailable } from '../shared/format';
import { setHint } from '../shared/hint';
import type { HoverBox } from '../shared/hoverBox';
import type { Line } from '../shared/line';
import { LineChart } from '../shared/lineChart';
import type { PageNow } from '../shared/livePage';
import { paintBands } from '../shared/paintBands';
import { paintCrosshair } from '../shared/paintCrosshair';
import { stillMs, type PaintTurns, type Picture } from '../shared/paintTurns';
import type { Palette } from '../shared/palette';
import type { SeriesStore } from '../shared/seriesStore';
import { isDrawn } from '../shared/shownValue';
import type { ViewState } from '../shared/viewState';
import { ChartPointer } from './chartPointer';
import type { ChartSpec } from './chartSpec';
import { showFigure } from '../shared/figure';
import { Legend } from './legend';
import { pointTable } from './pointTable';
import type { Timeline } from './timeline';

/** What all cards of a dashboard share. */
export interface CardContext {
  readonly store: SeriesStore;
  readonly state: ViewState;
  readonly timeline: Timeline;
  readonly crosshair: Crosshair;
  readonly hoverBox: HoverBox;
  readonly turns: PaintTurns;
  /** Asks for a picture now, because the user changed what it shows. */
  readonly redraw: () => void;
}

/** A chart with its title, its newest figure and its legend. */
export class ChartCard implements Picture {
  readonly root: HTMLElement;
  private readonly headline = el('p', 'headline');
  private readonly note = el('p', 'plot-note');
  private readonly plot: HTMLElement;
  private readonly body: HTMLElement;
  private readonly legend: Legend;
  private readonly chart: LineChart;
  private readonly pointer: ChartPointer;
  private lines: readonly Line[] = [];
  private visible: readonly Line[] = [];
  private from = 0;
  private to = 0;
  private palette: Palette | undefined;
  /** The palette of the newest picture. */
  private painted: Palette | undefined;
  private replacement: Node | undefined;
  /** Texts were written that may take other room than those before. */
  private isFitDue = true;

  /** @param foot Stands below the chart. */
  constructor(
    private readonly spec: ChartSpec,
    private readonly context: CardContext,
    foot?: HTMLElement,
  ) {
    const { state, timeline, crosshair, hoverBox } = context;
    const canvas = el('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    this.plot = el('div', 'plot', canvas, this.note);
    this.legend = new Legend((key) => {
      state.toggle(key);
      context.redraw();
    });
    this.body = el('div', 'card-body', this.plot, this.legend.root, ...(foot ? [foot] : []));
    const title = el('h2', '', spec.title);
    setHint(title, `${spec.about} ${l10n.t('The figure is the mean of the last second.')}`);
    this.root = el('section', 'card chart-card', el('header', 'card-head', title, this.headline), this.body);
    attributes(this.root, { 'aria-label': spec.title, 'data-card': spec.id });
    this.chart = new LineChart(canvas, {
      ...spec,
      underlay: (drawing, chart) => {
        if (this.palette) paintBands(drawing, chart, this.visible, this.from, this.to, this.palette);
      },
      overlay: (drawing, chart) => {
        const { time } = crosshair;
        if (time !== undefined && this.palette) paintCrosshair(drawing, chart, this.visible, time, this.palette);
      },
    });
    this.pointer = new ChartPointer(this.plot, this.chart, {
      crosshair,
      hoverBox,
      describe: (time) => pointTable(this.visible, spec.unit, time, timeline.stepMs),
      name: spec.title,
    });
  }

  /** Puts something in place of the chart, where a chart could say nothing; undefined brings the chart back. */
  replaceBody(replacement: Node | undefined): void {
    if (replacement === this.replacement) return;
    this.replacement = replacement;
    this.root.lastElementChild!.replaceWith(replacement ?? this.body);
    this.headline.hidden = replacement !== undefined;
  }

  dispose(): void {
    this.context.turns.leave(this);
    this.pointer.dispose();
    this.chart.dispose();
  }

  get stillMs(): number {
    return this.palette === this.painted ? stillMs(this.context.state.rangeMs, this.chart.width) : 0;
  }

  /** Has the chart brought up to date when its turn comes. */
  draw(palette: Palette): void {
    this.palette = palette;
    if (!this.replacement && !this.root.hidden) this.context.turns.ask(this);
  }

  paint(): void {
    const { palette } = this;
    if (!palette || this.replacement || this.root.hidden) return;
    this.painted = palette;
    const { state, timeline } = this.context;
    const { from, to } = timeline;
    this.from = from;
    this.to = to;
    this.visible = this.lines.filter((line) => !state.isHidden(line.key) && isDrawn(line, from, to));
    const visible = new Set(this.visible);
    if (this.isFitDue) this.chart.fit();
    this.isFitDue = false;
    this.chart.draw(this.lines, (line) => visible.has(line), from, to, palette);
    this.pointer.moved(from, to);
  }

  /** Draws the time that is looked at, at its new place. */
  repaint(): void {
    if (this.replacement || this.root.hidden) return;
    this.chart.repaint();
    this.pointer.show();
  }

  /** Brings figures and legend up to date; less often than the chart, so that they can be read. */
  write({ status, emptyNote }: PageNow): void {
    const { store, state, timeline } = this.context;
    this.isFitDue = true;
    this.lines = this.spec.lines(timeline.source, timeline);
    if (this.spec.headline) {
      const { reading, detail } = this.spec.headline(store, status);
      showFigure(this.headline, reading, detail);
    }
    this.legend.write(this.lines, this.spec.unit, timeline, (key) => state.isHidden(key));
    const { kind, text } = timeline.note ?? this.emptyNote(emptyNote);
    setText(this.note, text);
    attributes(this.plot, { 'data-note': kind });
  }

  private emptyNote(emptyNote: string): { kind?: 'empty'; text: string } {
    const { lines } = this;
    const { from, to } = this.context.timeline;
    if (lines.some((line) => !line.trace.isEmpty && isDrawn(line, from, to))) return { text: '' };
    const reason = lines.find((line) => line.quality === 'unavailable')?.reason;
    if (reason !== undefined) return { kind: 'empty', text: `${notAvailable}: ${reason}` };
    return {
      kind: 'empty',
      text: this.context.timeline.isPast ? l10n.t('Nothing was recorded in this time.') : emptyNote,
    };
  }
}
