import * as l10n from '@vscode/l10n';
import { attributes } from '../shared/dom';
import type { Crosshair } from '../shared/crosshair';
import type { HoverBox } from '../shared/hoverBox';
import type { LineChart } from '../shared/lineChart';
import type { PointTable } from './pointTable';

export interface PointerOptions {
  readonly crosshair: Crosshair;
  readonly hoverBox: HoverBox;
  readonly describe: (time: number) => PointTable;
  readonly name: string;
}

const stepsAcross = 60;

/** Lets the user look at one time of a chart, with a pointer or with the arrow keys. */
export class ChartPointer {
  private isLooking = false;
  private from = 0;
  private to = 0;
  private keyTime: number | undefined;

  constructor(
    private readonly plot: HTMLElement,
    private readonly chart: LineChart,
    private readonly options: PointerOptions,
  ) {
    attributes(plot, {
      tabindex: '0',
      role: 'slider',
      'aria-label': l10n.t('{0}, time to read values at', options.name),
      'aria-orientation': 'horizontal',
      'aria-valuemin': '-60',
      'aria-valuemax': '0',
      'aria-valuenow': '0',
      'aria-valuetext': l10n.t('Newest. Arrow keys go through the past.'),
    });
    plot.addEventListener('pointermove', (event) => {
      this.pointAt(event.clientX);
    });
    plot.addEventListener('pointerleave', this.leave);
    plot.addEventListener('blur', this.leave);
    plot.addEventListener('keydown', (event) => {
      if (this.press(event.key)) event.preventDefault();
    });
  }

  /** Call when the chart shows another stretch of time. */
  moved(from: number, to: number): void {
    this.from = from;
    this.to = to;
    if (this.isLooking) this.show();
  }

  /** Puts the values at the time that is looked at beside it. */
  show(): void {
    if (!this.isLooking) return;
    const { crosshair, hoverBox, describe } = this.options;
    if (crosshair.time === undefined) {
      hoverBox.hide();
      return;
    }
    const { left, top } = this.plot.getBoundingClientRect();
    const { area } = this.chart;
    const { root, when, text } = describe(crosshair.time);
    hoverBox.show(root, {
      left: left + this.chart.xOf(crosshair.time) + 10,
      top: top + area.top,
      bottom: top + area.bottom,
    });
    if (this.keyTime === undefined) return;
    const secondsAgo = Math.round((this.to - crosshair.time) / 1000);
    attributes(this.plot, {
      'aria-valuemin': String(Math.round((this.from - this.to) / 1000)),
      'aria-valuenow': String(-secondsAgo),
      'aria-valuetext': `${when}: ${text}`,
    });
  }

  /** Call when the chart goes. */
  dispose(): void {
    this.leave();
  }

  private pointAt(clientX: number): void {
    const { left } = this.plot.getBoundingClientRect();
    this.keyTime = undefined;
    this.isLooking = true;
    this.options.crosshair.look(() => {
      const time = this.chart.timeAt(clientX - left);
      return time >= this.from && time <= this.to ? time : undefined;
    });
  }

  private press(key: string): boolean {
    const step = (this.to - this.from) / stepsAcross;
    const at = this.keyTime ?? this.to;
    const wanted = { ArrowLeft: at - step, ArrowRight: at + step, Home: this.from, End: this.to }[key];
    if (key === 'Escape') this.leave();
    if (wanted === undefined) return false;
    this.keyTime = wanted;
    this.isLooking = true;
    // The time stays where it was put while the chart moves on below it.
    this.options.crosshair.look(() => {
      this.keyTime = Math.min(this.to, Math.max(this.from, this.keyTime ?? this.to));
      return this.keyTime;
    });
    return true;
  }

  private readonly leave = (): void => {
    if (!this.isLooking) return;
    this.isLooking = false;
    this.keyTime = undefined;
    this.options.hoverBox.hide();
    this.options.crosshair.leave();
  };
}
