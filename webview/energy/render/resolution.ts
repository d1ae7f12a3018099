/** Device pixels a CSS pixel that are tried in turn while frames come too slowly; the display's own is first. */
const steps = [2, 1.5, 1, 0.75] as const;
const framesJudged = 45;
const slowMs = 20;
/** By how much a coarser picture must be faster, or size is not what makes frames slow. */
const leastGain = 0.9;
/** A longer time between two frames is a pause. */
const pauseMs = 400;
/** Finer than two device pixels a CSS pixel, nobody sees it. */
export const mostRatio = 2;

/**
 * How fine a picture is drawn: as fine as the display, at most two pixels a CSS pixel, and coarser where frames come more
 * slowly than 50 a second and a coarser picture helps. Measures the time between frames.
 */
export class Resolution {
  /** Device pixels a CSS pixel. */
  current: number;
  private ratio: number;
  private frames = 0;
  private spentMs = 0;
  private frameAt = NaN;
  private before: { readonly resolution: number; readonly meanMs: number } | undefined;
  private isSettled = false;

  constructor(ratio: number) {
    this.ratio = heldRatio(ratio);
    this.current = this.ratio;
  }

  /** Tells the display's own ratio, which changes with zoom and when a window moves; begins anew when it is another. */
  setRatio(ratio: number): boolean {
    const held = heldRatio(ratio);
    if (held === this.ratio) return false;
    this.ratio = held;
    this.current = held;
    this.before = undefined;
    this.isSettled = false;
    this.frames = 0;
    this.spentMs = 0;
    return true;
  }

  /** Counts a frame at a time, ms; says whether the resolution is another now. */
  frame(nowMs: number): boolean {
    const took = nowMs - this.frameAt;
    this.frameAt = nowMs;
    if (this.isSettled || !(took > 0) || took > pauseMs) return false;
    this.frames++;
    this.spentMs += took;
    if (this.frames < framesJudged) return false;
    const meanMs = this.spentMs / this.frames;
    this.frames = 0;
    this.spentMs = 0;
    return this.judge(meanMs);
  }

  private judge(meanMs: number): boolean {
    const { before, current } = this;
    if (before && meanMs > before.meanMs * leastGain) {
      this.isSettled = true;
      this.current = before.resolution;
      return true;
    }
    const coarser = steps.find((step) => step < current);
    if (meanMs <= slowMs || coarser === undefined) return false;
    this.before = { resolution: current, meanMs };
    this.current = coarser;
    return true;
  }
}

function heldRatio(ratio: number): number {
  return ratio > 0 ? Math.min(mostRatio, ratio) : 1;
}
