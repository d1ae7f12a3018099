import type { Notice } from '../../../src/protocol/alerts';
import { severityRank } from '../../../src/protocol/rules/rule';
import type { PageTime } from '../../shared/frameLoop';

export interface Toast {
  readonly key: string;
  readonly notice: Notice;
}

interface Kept extends Toast {
  /** Left of the time for which it is shown; undefined: until it is closed. */
  leftMs: number | undefined;
  /** Whether one of its alerts was active once, so that none being so means that it is over. */
  wasActive: boolean;
}

export const mostToasts = 3;
const mostKept = 100;

/**
 * Which notices are drawn over the page: the most severe and newest. Their time runs only while they are drawn, nobody
 * reads them and the page is visible; otherwise no timer is pending.
 */
export class ToastQueue {
  private kept: Kept[] = [];
  private drawn: readonly Kept[] = [];
  private dropped = 0;
  private nextKey = 1;
  private isHeld = false;
  private timer: number | undefined;
  private countedAt = 0;

  constructor(
    private readonly time: PageTime,
    private readonly changed: () => void,
  ) {}

  get shown(): readonly Toast[] {
    return this.drawn;
  }

  /** How many are not drawn for want of room. */
  get more(): number {
    return this.kept.length - this.drawn.length + this.dropped;
  }

  /** Takes the place of an earlier notice of the same incident. */
  add(notice: Notice): void {
    this.count();
    const toast = { key: String(this.nextKey++), notice, leftMs: notice.durationMs, wasActive: false };
    const earlier = this.kept.findIndex((one) => one.notice.incident !== '' && one.notice.incident === notice.incident);
    if (earlier >= 0) this.kept.splice(earlier, 1);
    this.kept.unshift(toast);
    if (this.kept.length > mostKept) {
      this.kept.splice(this.kept.indexOf(this.worstFirst().at(-1)!), 1);
      this.dropped++;
    }
    this.settle();
  }

  close(key: string): void {
    this.count();
    this.kept = this.kept.filter((toast) => toast.key !== key);
    this.settle();
  }

  closeAll(): void {
    this.kept = [];
    this.dropped = 0;
    this.settle();
  }

  /** Closes what is over or was seen elsewhere. @param isUnseen Whether an alert fires and nobody has seen it. */
  review(isUnseen: (alert: string) => boolean): void {
    this.count();
    this.kept = this.kept.filter((toast) => {
      const isActive = toast.notice.alerts.some(isUnseen);
      const isOver = toast.wasActive && !isActive;
      toast.wasActive ||= isActive;
      return !isOver;
    });
    this.settle();
  }

  /** @param held Whether somebody reads them: they then neither go nor change places. */
  hold(held: boolean): void {
    if (held === this.isHeld) return;
    this.count();
    this.isHeld = held;
    this.settle();
  }

  /** Call when the page becomes visible or hidden. */
  visibilityChanged(): void {
    this.count(!this.isHeld && !this.time.isVisible());
    this.settle();
  }

  private get isRunning(): boolean {
    return !this.isHeld && this.time.isVisible();
  }

  /** Takes the time since the last count from what is drawn. @param wasRunning Whether it ran until now. */
  private count(wasRunning = this.isRunning): void {
    const now = this.time.now();
    const elapsed = now - this.countedAt;
    this.countedAt = now;
    if (!wasRunning) return;
    for (const toast of this.drawn) if (toast.leftMs !== undefined) toast.leftMs -= elapsed;
  }

  /** Chooses what is drawn, and waits for the first of them to go. */
  private settle(): void {
    this.kept = this.kept.filter(({ leftMs }) => leftMs === undefined || leftMs > 0);
    const drawn = this.chosen();
    if (this.kept.length === 0) this.dropped = 0;
    this.drawn = drawn;
    this.changed();
    if (this.timer !== undefined) this.time.stopTimer(this.timer);
    this.timer = undefined;
    const next = Math.min(...drawn.map(({ leftMs }) => leftMs ?? Infinity));
    if (this.isRunning && next < Infinity) this.timer = this.time.startTimer(this.elapsed, next);
  }

  private chosen(): readonly Kept[] {
    const wanted = this.worstFirst();
    if (!this.isHeld) return wanted.slice(0, mostToasts);
    const stay = this.drawn.filter((toast) => this.kept.includes(toast));
    const others = wanted.filter((toast) => !stay.includes(toast));
    return [...stay, ...others.slice(0, mostToasts - stay.length)];
  }

  /** Newest first among those of one severity. */
  private worstFirst(): Kept[] {
    return [...this.kept].sort((a, b) => severityRank(b.notice.level) - severityRank(a.notice.level));
  }

  private readonly elapsed = (): void => {
    this.timer = undefined;
    this.count();
    this.settle();
  };
}
