import * as l10n from '@vscode/l10n';
import type { AlertMark } from '../../src/protocol/marks';
import type { ToView } from '../../src/protocol/viewLink';
import { Announcer } from '../shared/announcer';
import { attributes, el } from '../shared/dom';
import { pageTime } from '../shared/frameLoop';
import type { PageNow } from '../shared/livePage';
import type { Palette } from '../shared/palette';
import type { TimeRange } from './chart/chartContent';
import { ChartStage } from './chartStage';
import type { ChartConfig, PerformanceViewOptions } from './performanceViewOptions';
import { ChartNote } from './controls/chartNote';
import { Extras } from './controls/extras';
import { MetricPicker } from './controls/metricPicker';
import { TimeControls } from './controls/timeControls';
import { toolButton } from './controls/toolButton';
import { brushRange, contentOf } from './data/chartPicture';
import { ChartData, type ShownData } from './data/chartData';
import { FigureBook } from './data/figureBook';
import type { PickedLine } from './data/pickedLines';
import { RecordedSeries } from './data/recordedSeries';
import { Exports } from './exports';
import { AlertList } from './legend/alertList';
import { legendRows } from './legend/legendRows';
import { LegendTable } from './legend/legendTable';
import { comparisonNames } from './data/comparison';
import { Choice } from './state/choice';
import { metricsOf, withoutSeries } from './state/picks';
import { toggledPick } from './state/togglePick';
import { readSaved, usualState, type SavedState } from './state/savedState';
import { fixedWindow } from './state/timeWindow';

/** Makes ids of elements differ from view to view. */
const newId = (): string => crypto.randomUUID().slice(0, 8);
const aroundAlert = 0.5;
const leastAroundMs = 60_000;

/** Metrics over any stretch of time in one chart, with what they come to and what happened then. */
export class PerformanceView {
  readonly root = el('section', 'performance');
  private readonly choice: Choice;
  private readonly data: ChartData;
  private readonly recorded: RecordedSeries;
  private readonly figures = new FigureBook();
  private readonly stage: ChartStage;
  private readonly note: ChartNote;
  private readonly time: TimeControls;
  private readonly exports: Exports;
  private readonly extras: Extras;
  private readonly picker: MetricPicker;
  private readonly legend: LegendTable;
  private readonly alerts: AlertList;
  private readonly announcer = new Announcer();
  private shown: ShownData | undefined;
  private isPicking = false;
  private firing = '';
  private config: ChartConfig;

  constructor(private readonly options: PerformanceViewOptions) {
    const { store, questions, redraw, hoverBox, isCompact } = options;
    this.config = options.config;
    this.choice = new Choice(readSaved(options.saved, usualState(options.config)), this.chosen);
    this.data = new ChartData(pageTime, store, questions, this.choice, redraw);
    this.recorded = new RecordedSeries(pageTime, questions, redraw);
    const bounds = (): TimeRange => this.data.bounds;
    const entered = (): void => {
      this.data.lookForOldest();
    };
    this.stage = new ChartStage({
      ...{ hoverBox, bounds, entered },
      changed: (window) => {
        this.choice.show(window);
      },
      back: () => this.goBack(),
      chose: (mark) => {
        this.showAlert(mark);
      },
    });
    this.note = new ChartNote({
      retry: () => {
        this.data.retry();
      },
      pick: () => {
        this.picker.open();
      },
    });
    this.time = new TimeControls(this.choice, {
      ...{ bounds, entered },
      likely: (window) => {
        this.data.foresee(window);
      },
    });
    const { choice, stage, note, announcer } = this;
    this.exports = new Exports({ post: options.post, choice, stage, note, announcer, shown: () => this.shown });
    this.extras = new Extras(choice, this.exports);
    this.picker = new MetricPicker({
      id: newId(),
      picks: () => this.choice.picks,
      toggle: (option) => {
        const result = toggledPick(this.choice.picks, option, this.recorded.byMetric.get(option.pick.metric) ?? []);
        if (typeof result === 'string') return result;
        this.choice.picks = result;
        return undefined;
      },
      series: () => this.recorded.byMetric,
      opened: (isOpen) => {
        this.isPicking = isOpen;
        options.redraw();
      },
    });
    this.legend = new LegendTable({
      toggle: (key) => {
        this.choice.toggle(key);
      },
      remove: (line) => {
        this.remove(line);
      },
      sort: (key) => {
        this.choice.sort = this.choice.sort === key ? 'picked' : key;
      },
    });
    this.alerts = new AlertList({
      look: (id) => {
        this.stage.markAlert(id);
      },
      show: (mark) => {
        this.showAlert(mark);
      },
    });
    this.compose(isCompact);
  }

  /** The metrics that it shows, which the page must be sent and keep the past of. */
  get metrics(): readonly string[] {
    return metricsOf(this.choice.picks);
  }

  /** Of the stretch of time that is shown. */
  get rangeMs(): number {
    const { range } = this.shown ?? {};
    return range ? range.to - range.from : 0;
  }

  /** Of the chart with its axes, CSS pixels. */
  get width(): number {
    return this.stage.chartWidth;
  }

  heard(message: ToView): void {
    if (message.type === 'reset') this.data.reset();
    else if (message.type === 'live') this.data.begin();
    else if (message.type === 'copied') this.exports.copied();
    else if (message.type === 'alerts') {
      const firing = message.alerts.active.map(({ id, state }) => `${id} ${state}`).join();
      if (firing !== this.firing) this.data.marksChanged();
      this.firing = firing;
    } else this.options.questions.heard(message);
  }

  draw(palette: Palette): void {
    const { stage, data, choice, figures } = this;
    const shown = this.look();
    stage.draw(contentOf(shown, data, choice, figures), palette);
    if (!this.options.isCompact) {
      const whole = brushRange(shown.range, data.now, choice.liveLengthMs);
      const lines = data.overview(whole, stage.width).filter(({ key }) => !choice.isHidden(key));
      stage.drawBrush({ whole, window: shown.range, lines }, palette);
    }
    if (this.isPicking) this.recorded.look(this.data.now);
  }

  write({ status, emptyNote }: PageNow): void {
    // Nothing more may come of a monitor that is paused, and its past is there all the same.
    if (status?.paused === true) this.data.begin();
    const { choice, data } = this;
    const shown = this.look();
    this.time.write();
    this.extras.write();
    this.picker.write();
    const { lines } = shown;
    const told = new Set(data.comparison?.answer.series.map(({ metric }) => metric));
    const rows = lines.map((line) => ({
      line,
      figures: this.figures.of(line),
      isHidden: choice.isHidden(line.key),
      note: choice.compareMs !== 0 && told.has(line.info.metric) ? `·· ${comparisonNames[choice.compareMs]}` : '',
    }));
    this.legend.write(legendRows(rows, choice.sort), choice.sort);
    this.alerts.write(data.marks, data.marksProblem, data.now);
    this.note.write({
      picks: choice.picks.length,
      shown,
      problem: data.problem,
      comparisonProblem: data.comparisonProblem,
      emptyNote,
      isNow: choice.window.kind === 'live',
    });
  }

  visibilityChanged(): void {
    if (!pageTime.isVisible()) {
      this.data.stop();
      this.recorded.stop();
    } else this.options.redraw();
  }

  dispose(): void {
    this.data.stop();
    this.recorded.stop();
    this.picker.dispose();
    this.stage.dispose();
    this.root.remove();
  }

  private readonly chosen = (state: SavedState): void => {
    const { options } = this;
    options.save?.(state);
    const before = this.config;
    this.config = { metrics: state.picks, timeWindowMs: this.choice.liveLengthMs };
    if (before.metrics !== state.picks || before.timeWindowMs !== this.config.timeWindowMs)
      options.changed(this.config);
    options.redraw();
  };

  private compose(isCompact: boolean): void {
    const frame = el('div', 'plot-frame', this.stage.plot, ...(isCompact ? [] : [this.stage.brush]), this.note.root);
    attributes(this.root, { 'aria-label': l10n.t('Performance chart') });
    if (isCompact) {
      this.root.classList.add('is-compact');
      const open = toolButton(l10n.t('Open in Performance'), () => {
        this.options.post({ type: 'command', command: 'openPerformance' });
      });
      this.root.append(frame, this.legend.root, el('div', 'compact-acts', this.picker.root, open), this.announcer.root);
      return;
    }
    const bar = el('div', 'performance-bar', this.picker.root, this.time.root, this.extras.root);
    this.root.append(bar, frame, this.legend.root, this.alerts.root, this.announcer.root);
  }

  private look(): ShownData {
    const { choice, data, figures, stage } = this;
    this.shown = data.look(stage.fit());
    figures.look(this.shown, data.quantiles, choice.window.kind);
    return this.shown;
  }

  private goBack(): boolean {
    const { choice } = this;
    const shown = choice.window;
    if (choice.canGoBack) choice.back();
    else choice.show({ kind: 'live', lengthMs: choice.liveLengthMs });
    return choice.window !== shown;
  }

  private showAlert({ from, to }: AlertMark): void {
    const { now } = this.data;
    const end = to ?? now;
    const around = Math.max(leastAroundMs, (end - from) * aroundAlert);
    this.choice.show(fixedWindow(from - around, end + around, now));
  }

  private remove(line: PickedLine): void {
    const { metric, labels } = line.info;
    const siblings = (this.shown?.lines ?? [])
      .filter(({ info }) => info.metric === metric)
      .map(({ info }) => info.labels);
    this.choice.picks = withoutSeries(this.choice.picks, metric, labels, siblings);
  }
}
