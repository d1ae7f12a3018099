import type { UxFigures } from '../../../src/protocol/ux';
import type { UxTime } from './uxTime';

const reportMs = 1000;
/** What a screen at 60 Hz has for a frame, ms. */
const frameBudgetMs = 16.67;

/**
 * How fluent the page is, told at most once a second and only of seconds in which it drew or was used. Nothing runs while
 * it does neither, is hidden, or shall not be measured, which is so until `measure` is called.
 */
export class UxMeter {
  private frames = 0;
  private frameMs = 0;
  private late = 0;
  private interactionMs: number | null = null;
  /** When the frame that is not painted yet began. */
  private begunAt: number | undefined;
  private timer: number | undefined;
  /** Ends the watch for keys and clicks; undefined while nothing is measured. */
  private unwatch: (() => void) | undefined;

  constructor(
    private readonly time: UxTime,
    private readonly tell: (figures: UxFigures) => void,
  ) {
    time.watchPainted(() => {
      this.painted();
    });
  }

  /** Begins to measure, or stops and forgets what was not told yet. */
  measure(isMeasured: boolean): void {
    if (isMeasured) {
      this.unwatch ??= this.time.watchInteractions((ms) => {
        this.used(ms);
      });
      return;
    }
    this.unwatch?.();
    this.unwatch = undefined;
    this.drop();
  }

  /** Call it first in whatever draws a frame; a second call in the same frame counts nothing. */
  frame(): void {
    if (!this.unwatch || this.begunAt !== undefined || !this.time.isVisible()) return;
    this.begunAt = this.time.now();
    this.time.askPainted();
  }

  /** Call when the page becomes visible or hidden. */
  visibilityChanged(): void {
    // A hidden page is not painted, so what began before would look slow.
    if (!this.time.isVisible()) this.drop();
  }

  private used(ms: number): void {
    if (!this.time.isVisible()) return;
    this.interactionMs = Math.max(ms, this.interactionMs ?? 0);
    this.remember();
  }

  private painted(): void {
    if (this.begunAt === undefined) return;
    const ms = this.time.now() - this.begunAt;
    this.begunAt = undefined;
    this.frames++;
    this.frameMs += ms;
    if (ms > frameBudgetMs) this.late++;
    this.remember();
  }

  private remember(): void {
    this.timer ??= this.time.startTimer(() => {
      const { frames, frameMs, late, interactionMs } = this;
      this.forget();
      this.tell({
        frames,
        frameTimeMs: frames === 0 ? null : frameMs / frames,
        jankPercent: frames === 0 ? null : (100 * late) / frames,
        interactionMs,
      });
    }, reportMs);
  }

  private drop(): void {
    this.begunAt = undefined;
    if (this.timer !== undefined) this.time.stopTimer(this.timer);
    this.forget();
  }

  private forget(): void {
    this.timer = undefined;
    this.frames = 0;
    this.frameMs = 0;
    this.late = 0;
    this.interactionMs = null;
  }
}
