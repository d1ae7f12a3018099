import type { TimeRange } from './chartContent';
import { panned, zoomed } from './zoom';

const pixelsPerLine = 16;
const pixelsPerPage = 400;
const zoomPerPixel = 0.002;
/** One event zooms to a fourth or to four times at most, however far a wheel was turned. */
const mostTurn = Math.log(4) / zoomPerPixel;

export interface Turn {
  readonly deltaX: number;
  readonly deltaY: number;
  /** As of `WheelEvent`: 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  readonly isZoom: boolean;
  readonly isShifted: boolean;
}

/** The stretch after a wheel was turned; undefined where the turn belongs to the page, which scrolls. */
export function turned(
  turn: Turn,
  range: TimeRange,
  time: number,
  width: number,
  bounds: TimeRange,
): TimeRange | undefined {
  const unit = turn.deltaMode === 1 ? pixelsPerLine : turn.deltaMode === 2 ? pixelsPerPage : 1;
  const [across, down] = [turn.deltaX * unit, turn.deltaY * unit];
  if (turn.isZoom) {
    const by = Math.max(-mostTurn, Math.min(mostTurn, down || across));
    return zoomed(range, time, Math.exp(by * zoomPerPixel), bounds);
  }
  if (!turn.isShifted && Math.abs(across) <= Math.abs(down)) return undefined;
  const pixels = across || down;
  return panned(range, (pixels * (range.to - range.from)) / Math.max(1, width), bounds);
}
