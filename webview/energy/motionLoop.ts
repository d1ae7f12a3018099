/** When pictures may move, and how a frame is asked for. */
export interface MotionTime {
  isVisible(): boolean;
  requestFrame(draw: (now: number) => void): number;
  cancelFrame(id: number): void;
}

export const motionTime: MotionTime = {
  isVisible: () => document.visibilityState === 'visible',
  requestFrame: (draw) => requestAnimationFrame(draw),
  cancelFrame: (id) => {
    cancelAnimationFrame(id);
  },
};

/**
 * Draws frame after frame for as long as something moves, the page is visible and the picture is on the screen. Else no
 * frame is pending.
 */
export class MotionLoop {
  private frame: number | undefined;
  private isOnScreen = false;
  private isDue = false;

  /** @param draw Draws one frame at a time of the page's clock, ms, and tells whether anything goes on moving. */
  constructor(
    private readonly time: MotionTime,
    private readonly draw: (now: number) => boolean,
  ) {}

  /** Says that there is something new to draw. */
  request(): void {
    this.isDue = true;
    this.ask();
  }

  /** @param isOnScreen Whether any of the picture can be seen in its page. */
  scrolled(isOnScreen: boolean): void {
    this.isOnScreen = isOnScreen;
    this.visibilityChanged();
  }

  /** Call when the page becomes visible or hidden. */
  visibilityChanged(): void {
    if (this.isSeen) {
      if (this.isDue) this.ask();
    } else this.cancel();
  }

  /** Nothing is drawn after this. */
  stop(): void {
    this.isDue = false;
    this.isOnScreen = false;
    this.cancel();
  }

  private get isSeen(): boolean {
    return this.isOnScreen && this.time.isVisible();
  }

  private ask(): void {
    if (this.frame === undefined && this.isSeen) this.frame = this.time.requestFrame(this.run);
  }

  private readonly run = (now: number): void => {
    this.frame = undefined;
    this.isDue = this.draw(now);
    if (this.isDue) this.ask();
  };

  private cancel(): void {
    if (this.frame === undefined) return;
    this.time.cancelFrame(this.frame);
    this.frame = undefined;
  }
}
