import * as l10n from '@vscode/l10n';
import type { AlertMark } from '../../src/protocol/marks';
import { el } from '../shared/dom';
import type { HoverBox } from '../shared/hoverBox';
import type { Palette } from '../shared/palette';
import type { BrushContent } from './chart/brushShape';
import { BrushStrip } from './chart/brushStrip';
import type { ChartContent, TimeRange } from './chart/chartContent';
import { ChartGestures } from './chart/chartGestures';
import { TimeChart } from './chart/timeChart';
import { fixedWindow, type TimeWindow } from './state/timeWindow';

export interface ChartStageOptions {
  readonly hoverBox: HoverBox;
  /** What the user can go through, until the newest sample; ms since 1970. */
  readonly bounds: () => TimeRange;
  /** The user came to the chart, by pointer or keyboard. */
  readonly entered: () => void;
  /** The user wants to see another stretch of time. */
  readonly changed: (window: TimeWindow) => void;
  /** The user wants back to what was shown before. Returns whether something else is shown now. */
  readonly back: () => boolean;
  /** The user chose the glyph of an alert. */
  readonly chose: (mark: AlertMark) => void;
}

/** The chart with its gestures, and the strip below it. */
export class ChartStage {
  readonly plot = el('div', 'performance-plot');
  readonly brush: HTMLElement;
  private readonly chart: TimeChart;
  private readonly gestures: ChartGestures;
  private readonly strip: BrushStrip;

  constructor({ hoverBox, bounds, entered, changed, back, chose }: ChartStageOptions) {
    const canvas = el('canvas');
    this.plot.append(canvas);
    this.chart = new TimeChart(canvas);
    const name = l10n.t('Performance');
    const show = (from: number, to: number): void => {
      changed(fixedWindow(from, to, bounds().to));
    };
    this.gestures = new ChartGestures(this.plot, this.chart, {
      name,
      hoverBox,
      bounds,
      changed: show,
      back,
      chose: ([mark]) => {
        if (mark) chose(mark);
      },
    });
    this.strip = new BrushStrip({ name, changed: show });
    this.brush = this.strip.root;
    for (const name of ['pointerenter', 'focusin'] as const) this.plot.addEventListener(name, entered);
  }

  get width(): number {
    return this.plot.clientWidth;
  }

  /** Of the newest picture, CSS pixels, without a look at the page. */
  get chartWidth(): number {
    return this.chart.width;
  }

  /** Takes the size of its place; the width of the part with lines, CSS pixels. */
  fit(): number {
    this.chart.fit();
    const { left, right } = this.chart.area;
    return right - left;
  }

  draw(content: ChartContent, palette: Palette): void {
    this.chart.draw(content, palette);
  }

  drawBrush(content: BrushContent, palette: Palette): void {
    this.strip.draw({ ...content, insets: this.chart.insets }, palette);
  }

  markAlert(id: string | undefined): void {
    this.gestures.markAlert(id);
  }

  /** The picture as a PNG. @throws Error that says why there is none. */
  toPng(title: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.chart.toPng(title);
  }

  dispose(): void {
    this.strip.dispose();
    this.gestures.dispose();
    this.chart.dispose();
  }
}
