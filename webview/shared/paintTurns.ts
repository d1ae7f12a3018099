import type { PageTime } from './frameLoop';

/** Something that is painted now and then, in turn with others. */
export interface Picture {
  /** For how long after it was painted it is not painted again, ms, since it would hardly look other. */
  readonly stillMs: number;
  paint(): void;
}

/** The newest value moves even where its time takes up less than a pixel, ms. */
const longestStillMs = 1000;

/** How long a chart of some time looks the same, ms: until time has moved on by a pixel, and a second at most. */
export function stillMs(rangeMs: number, width: number): number {
  return Math.min(longestStillMs, rangeMs / Math.max(1, width));
}

/** After so long in one frame, ms, no other picture is begun in it. */
const budgetMs = 2;

/**
 * Has the pictures of a page painted in turns: none more often than it looks other, and in each frame only as many as leave
 * the page fluent, the one that has waited longest first. With nothing to paint, or hidden, nothing runs.
 */
export class PaintTurns {
  /** In the order in which they asked. */
  private readonly waiting = new Set<Picture>();
  private readonly paintedAt = new Map<Picture, number>();
  /** At which count of hurries each picture asked last. */
  private readonly askedAt = new Map<Picture, number>();
  private hurries = 0;
  private frame: number | undefined;
  private timer: number | undefined;
  private timerAt = Infinity;

  /** @param begun Called first in each frame in which something is painted. */
  constructor(
    private readonly time: PageTime,
    private readonly begun: () => void,
  ) {}

  /** Says that a picture has something new to show; it is painted once, when its turn comes. */
  ask(picture: Picture): void {
    // What it asked before a hurry may have been painted since; what there was to hurry for it can only know now.
    if (this.askedAt.get(picture) !== this.hurries) this.paintedAt.delete(picture);
    this.askedAt.set(picture, this.hurries);
    this.waiting.add(picture);
    this.plan();
  }

  /** Has each picture that asks painted as soon as it can be: for what the user did, or what looks other all over. */
  hurry(): void {
    this.hurries++;
    this.paintedAt.clear();
    this.stopTimer();
    this.plan();
  }

  /** Call when a picture goes. */
  leave(picture: Picture): void {
    this.waiting.delete(picture);
    this.paintedAt.delete(picture);
    this.askedAt.delete(picture);
  }

  /** Call when the page becomes visible or hidden. */
  visibilityChanged(): void {
    if (this.time.isVisible()) {
      this.plan();
      return;
    }
    this.stopTimer();
    if (this.frame !== undefined) this.time.cancelFrame(this.frame);
    this.frame = undefined;
  }

  private plan(): void {
    if (this.waiting.size === 0 || this.frame !== undefined || !this.time.isVisible()) return;
    let soonest = Infinity;
    for (const picture of this.waiting) soonest = Math.min(soonest, this.dueAt(picture));
    if (soonest >= this.timerAt) return;
    this.stopTimer();
    const wait = soonest - this.time.now();
    if (wait <= 0) {
      this.frame = this.time.requestFrame(this.run);
      return;
    }
    this.timerAt = soonest;
    this.timer = this.time.startTimer(this.waited, wait);
  }

  private readonly waited = (): void => {
    this.timer = undefined;
    this.timerAt = Infinity;
    this.plan();
  };

  private readonly run = (): void => {
    this.frame = undefined;
    this.begun();
    const began = this.time.now();
    for (const picture of this.waiting) {
      if (this.dueAt(picture) > began) continue;
      this.waiting.delete(picture);
      this.paintedAt.set(picture, began);
      picture.paint();
      if (this.time.now() - began >= budgetMs) break;
    }
    this.plan();
  };

  private dueAt(picture: Picture): number {
    return (this.paintedAt.get(picture) ?? -Infinity) + picture.stillMs;
  }

  private stopTimer(): void {
    if (this.timer !== undefined) this.time.stopTimer(this.timer);
    this.timer = undefined;
    this.timerAt = Infinity;
  }
}
