import type { TimeRange } from './chartContent';
import { between, panned } from './zoom';

/** So far, in CSS pixels, a press may move and still be a click. */
const clickSlack = 4;
const primaryButton = 0;
const middleButton = 1;

export interface Press {
  readonly x: number;
  /** As of `PointerEvent`: 0 is the primary, 1 the middle one. */
  readonly button: number;
  readonly isShifted: boolean;
  readonly isTouch: boolean;
}

/** What a pressed pointer does: chooses a stretch, or takes the picture along. */
export interface Drag {
  readonly kind: 'select' | 'pan';
  readonly startX: number;
  /** The time that was pressed on. */
  readonly startTime: number;
  readonly startRange: TimeRange;
  /** Length of a CSS pixel when it began, ms. */
  readonly msPerPixel: number;
  /** The time that the pointer is at. */
  readonly time: number;
  readonly isMoved: boolean;
}

/** A finger pans; a mouse chooses, and pans with shift or its middle button. Other buttons do nothing here. */
export function dragFrom(press: Press, time: number, range: TimeRange, width: number): Drag | undefined {
  const isPan = press.button === middleButton || (press.button === primaryButton && (press.isTouch || press.isShifted));
  if (!isPan && press.button !== primaryButton) return undefined;
  return {
    kind: isPan ? 'pan' : 'select',
    startX: press.x,
    startTime: time,
    startRange: range,
    msPerPixel: (range.to - range.from) / Math.max(1, width),
    time,
    isMoved: false,
  };
}

export function dragTo(drag: Drag, x: number, time: number): Drag {
  return { ...drag, time, isMoved: drag.isMoved || Math.abs(x - drag.startX) >= clickSlack };
}

/** Where a drag that pans takes the picture. @param x Where the pointer is. */
export function pannedBy({ startRange, startX, msPerPixel }: Drag, x: number, bounds: TimeRange): TimeRange {
  return panned(startRange, (startX - x) * msPerPixel, bounds);
}

/** The stretch that a drag has chosen so far; undefined while it is a click, or pans. */
export function chosenBy({ kind, isMoved, startTime, time }: Drag): TimeRange | undefined {
  if (kind !== 'select' || !isMoved) return undefined;
  return { from: Math.min(startTime, time), to: Math.max(startTime, time) };
}

/** What is shown when a drag that chooses ends; undefined: nothing changes. */
export function zoomOf(drag: Drag, bounds: TimeRange): TimeRange | undefined {
  const chosen = chosenBy(drag);
  return chosen && between(chosen.from, chosen.to, bounds);
}
