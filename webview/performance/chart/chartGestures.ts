import * as l10n from '@vscode/l10n';
import type { AlertMark } from '../../../src/protocol/marks';
import { Crosshair } from '../../shared/crosshair';
import { attributes } from '../../shared/dom';
import type { HoverBox } from '../../shared/hoverBox';
import type { ChartOverlay, TimeRange } from './chartContent';
import { noKeys, pressed, type KeyState } from './chartKeys';
import { chosenBy, dragFrom, dragTo, pannedBy, zoomOf, type Drag } from './drag';
import type { ChartFollower, TimeChart } from './timeChart';
import { valueTable } from './valueTable';
import { turned } from './wheel';
import { isSame } from './zoom';

export interface GestureOptions {
  /** Names the chart for screen readers. */
  readonly name: string;
  readonly hoverBox: HoverBox;
  /** The longest stretch that can be gone to. */
  readonly bounds: () => TimeRange;
  /** The user wants to see another stretch; both ends in ms since 1970. */
  readonly changed: (from: number, to: number) => void;
  /** The user wants the present back. Returns whether something else was shown. */
  readonly back: () => boolean;
  /** The user chose the glyph of these alerts. */
  readonly chose: (alerts: readonly AlertMark[]) => void;
}

const distance = 10;
const help = l10n.t(
  'Arrow keys read values, with Shift they move through time. Plus and minus zoom. Space begins a selection and Enter zooms to it. Escape goes back.',
);

/** Lets the user look at, choose, zoom and move the time of a chart with a pointer, a wheel or the keyboard. */
export class ChartGestures implements ChartFollower {
  private readonly crosshair = new Crosshair();
  private readonly ending = new AbortController();
  private drag: Drag | undefined;
  private keys: KeyState = noKeys;
  /** Where the pointer is, from the left of the plot. */
  private pointerX: number | undefined;
  private alert: string | undefined;

  /** @param plot Holds the canvas and nothing else that takes room; it gets the focus. */
  constructor(
    private readonly plot: HTMLElement,
    private readonly chart: TimeChart,
    private readonly options: GestureOptions,
  ) {
    attributes(plot, {
      tabindex: '0',
      role: 'slider',
      'aria-label': l10n.t('{0}, time to read values at', options.name),
      'aria-orientation': 'horizontal',
      'aria-valuemin': '-60',
      'aria-valuemax': '0',
      'aria-valuenow': '0',
      'aria-valuetext': l10n.t('Newest.'),
      'aria-description': help,
    });
    plot.classList.add('time-plot');
    this.listen();
    this.crosshair.onChange(() => {
      this.chart.repaint();
    });
    chart.follow(this);
  }

  /** What lies over the picture at the moment of asking. */
  get overlay(): ChartOverlay {
    this.crosshair.refresh();
    const { anchor, time } = this.keys;
    const chosen =
      anchor === undefined || time === undefined
        ? undefined
        : { from: Math.min(anchor, time), to: Math.max(anchor, time) };
    return {
      crosshair: this.crosshair.time,
      selection: this.drag ? chosenBy(this.drag) : chosen,
      alert: this.alert,
    };
  }

  /** Marks an alert that is pointed at elsewhere, such as in a list; undefined marks none. */
  markAlert(id: string | undefined): void {
    if (id === this.alert) return;
    this.alert = id;
    this.chart.repaint();
  }

  drawn(): void {
    const { time } = this.crosshair;
    const { hoverBox } = this.options;
    if (!this.isLooking) return;
    if (time === undefined || this.drag?.kind === 'pan') {
      hoverBox.hide();
      return;
    }
    const { left, top } = this.plot.getBoundingClientRect();
    const { area, range } = this.chart;
    const { root, when, text } = valueTable(this.chart.lines, this.chart.alerts, time);
    hoverBox.show(root, {
      left: left + this.chart.xOf(time) + distance,
      top: top + area.top,
      bottom: top + area.bottom,
    });
    if (this.keys.time === undefined) return;
    attributes(this.plot, {
      'aria-valuemin': String(Math.round((range.from - range.to) / 1000)),
      'aria-valuenow': String(Math.round((time - range.to) / 1000)),
      'aria-valuetext':
        this.keys.anchor === undefined ? `${when}: ${text}` : l10n.t('{0}: {1}. Selecting.', when, text),
    });
  }

  dispose(): void {
    this.ending.abort();
    this.leave();
  }

  private get isLooking(): boolean {
    return this.pointerX !== undefined || this.keys.time !== undefined;
  }

  private listen(): void {
    const { plot } = this;
    const { signal } = this.ending;
    plot.addEventListener('pointerdown', this.down, { signal });
    plot.addEventListener('pointermove', this.move, { signal });
    plot.addEventListener('pointerup', this.up, { signal });
    plot.addEventListener('pointercancel', this.cancel, { signal });
    plot.addEventListener('pointerleave', this.leave, { signal });
    plot.addEventListener('blur', this.leave, { signal });
    plot.addEventListener('wheel', this.wheel, { signal, passive: false });
    plot.addEventListener('dblclick', this.options.back, { signal });
    plot.addEventListener('keydown', this.key, { signal });
    plot.addEventListener('mousedown', keepFromScrolling, { signal });
  }

  private readonly down = (event: PointerEvent): void => {
    const { x } = this.placeOf(event);
    const { area, range } = this.chart;
    const press = { x, button: event.button, isShifted: event.shiftKey, isTouch: event.pointerType === 'touch' };
    this.drag = dragFrom(press, this.timeAt(x), range, area.right - area.left);
    if (this.drag) this.plot.setPointerCapture(event.pointerId);
  };

  private readonly move = (event: PointerEvent): void => {
    const { x, y } = this.placeOf(event);
    this.pointerX = x;
    this.keys = noKeys;
    const under = this.drag ? [] : this.chart.alertsAt(x, y);
    this.alert = under[0]?.id;
    this.plot.classList.toggle('is-on-mark', under.length > 0);
    if (this.drag) {
      this.drag = dragTo(this.drag, x, this.timeAt(x));
      this.plot.classList.toggle('is-panning', this.drag.kind === 'pan' && this.drag.isMoved);
      if (this.drag.kind === 'pan' && this.drag.isMoved) this.show(pannedBy(this.drag, x, this.options.bounds()));
    }
    this.crosshair.look(() => {
      const { from, to } = this.chart.range;
      const time = this.chart.timeAt(this.pointerX ?? NaN);
      return time >= from && time <= to ? time : undefined;
    });
  };

  private readonly up = (event: PointerEvent): void => {
    const { drag } = this;
    this.endDrag();
    if (!drag) return;
    const { x, y } = this.placeOf(event);
    const zoom = zoomOf(drag, this.options.bounds());
    if (zoom) this.show(zoom);
    else if (!drag.isMoved) {
      const alerts = this.chart.alertsAt(x, y);
      if (alerts.length > 0) this.options.chose(alerts);
    }
    this.chart.repaint();
  };

  private readonly cancel = (): void => {
    this.endDrag();
    this.chart.repaint();
  };

  private readonly leave = (): void => {
    if (!this.isLooking || this.drag) return;
    this.pointerX = undefined;
    this.keys = noKeys;
    this.alert = undefined;
    this.options.hoverBox.hide();
    this.crosshair.leave();
  };

  private readonly wheel = (event: WheelEvent): void => {
    const { range, area } = this.chart;
    const { deltaX, deltaY, deltaMode } = event;
    const turn = { deltaX, deltaY, deltaMode, isZoom: event.ctrlKey || event.metaKey, isShifted: event.shiftKey };
    const time = this.timeAt(this.placeOf(event).x);
    const next = turned(turn, range, time, area.right - area.left, this.options.bounds());
    if (!next) return;
    event.preventDefault();
    this.show(next);
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && this.drag) {
      // What was panned already goes back to where it was.
      if (this.drag.kind === 'pan') this.show(this.drag.startRange);
      this.cancel();
      event.preventDefault();
      return;
    }
    const press = { key: event.key, isShifted: event.shiftKey };
    const effect = pressed(press, this.keys, this.chart.range, this.options.bounds());
    if (!effect) return;
    // Where there is nothing to go back from, the key may mean something to what is around the chart.
    if (effect.isBack !== true || this.options.back()) event.preventDefault();
    if (effect.state.time === undefined && this.pointerX === undefined) this.leave();
    this.keys = effect.state;
    if (effect.range) this.show(effect.range);
    if (this.keys.time !== undefined) this.crosshair.look(this.keyTime);
  };

  /** The time stays where it was put while the chart moves on below it. */
  private readonly keyTime = (): number | undefined => {
    const { time } = this.keys;
    if (time === undefined) return undefined;
    const { from, to } = this.chart.range;
    const kept = Math.min(to, Math.max(from, time));
    this.keys = { ...this.keys, time: kept };
    return kept;
  };

  private endDrag(): void {
    this.drag = undefined;
    this.plot.classList.remove('is-panning');
  }

  private show(range: TimeRange): void {
    if (!isSame(range, this.chart.range)) this.options.changed(range.from, range.to);
  }

  private placeOf({ clientX, clientY }: MouseEvent): { x: number; y: number } {
    const { left, top } = this.plot.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** The time at a place, or at the nearest end of the area. */
  private timeAt(x: number): number {
    const { left, right } = this.chart.area;
    return this.chart.timeAt(Math.min(right, Math.max(left, x)));
  }
}

/** The middle button would begin to scroll the page. */
function keepFromScrolling(event: MouseEvent): void {
  if (event.button === 1) event.preventDefault();
}
