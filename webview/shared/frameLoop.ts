/** The clock and the timers of a page, as far as drawing needs them. */
export interface PageTime {
  now(): number;
  isVisible(): boolean;
  requestFrame(draw: () => void): number;
  cancelFrame(id: number): void;
  startTimer(run: () => void, ms: number): number;
  stopTimer(id: number): void;
}

export const pageTime: PageTime = {
  now: () => performance.now(),
  isVisible: () => document.visibilityState === 'visible',
  requestFrame: (draw) => requestAnimationFrame(draw),
  cancelFrame: (id) => {
    cancelAnimationFrame(id);
  },
  startTimer: (run, ms) => window.setTimeout(run, ms),
  stopTimer: (id) => {
    window.clearTimeout(id);
  },
};

/**
 * Draws when there is something new, at most once in `periodMs`, and only while the page is visible. With nothing new, or
 * hidden, neither a timer nor a frame is pending.
 */
export class FrameLoop {
  private frame: number | undefined;
  private timer: number | undefined;
  private isDue = false;
  private drawnAt = -Infinity;

  constructor(
    private readonly time: PageTime,
    private readonly periodMs: () => number,
    private readonly draw: () => void,
  ) {}

  /** Says that there is something new to draw. */
  request(): void {
    this.isDue = true;
    if (this.frame !== undefined || this.timer !== undefined || !this.time.isVisible()) return;
    const wait = this.drawnAt + this.periodMs() - this.time.now();
    if (wait > 0) this.timer = this.time.startTimer(this.waited, wait);
    else this.next();
  }

  /** Draws with the next frame: for what the user just did, which must not wait for a period to end. */
  hurry(): void {
    this.isDue = true;
    if (this.frame !== undefined || !this.time.isVisible()) return;
    this.stopTimer();
    this.next();
  }

  /** Call when the page becomes visible or hidden. */
  visibilityChanged(): void {
    if (this.time.isVisible()) {
      if (this.isDue) this.hurry();
      return;
    }
    this.stopTimer();
    if (this.frame !== undefined) this.time.cancelFrame(this.frame);
    this.frame = undefined;
  }

  private readonly waited = (): void => {
    this.timer = undefined;
    this.next();
  };

  private next(): void {
    this.frame = this.time.requestFrame(() => {
      this.frame = undefined;
      this.isDue = false;
      this.drawnAt = this.time.now();
      this.draw();
    });
  }

  private stopTimer(): void {
    if (this.timer !== undefined) this.time.stopTimer(this.timer);
    this.timer = undefined;
  }
}
