import type { PageTime } from './frameLoop';

const silentAfterMs = 6000;

/** Notices that nothing is heard any more while something should be. Watches only while the page is visible. */
export class Silence {
  private timer: number | undefined;
  private heardAt = 0;
  private isExpecting = false;
  private silent = false;

  constructor(
    private readonly time: PageTime,
    private readonly changed: () => void,
  ) {}

  /** Whether data should come and has not for some seconds. */
  get isSilent(): boolean {
    return this.silent;
  }

  heard(): void {
    this.heardAt = this.time.now();
    if (this.silent) this.set(false);
    this.watch();
  }

  /** @param expecting Whether data should come now; not so while the monitor is paused. */
  expect(expecting: boolean): void {
    this.isExpecting = expecting;
    if (!expecting && this.silent) this.set(false);
    this.watch();
  }

  /** Call when the page becomes visible or hidden. What was missed while hidden is no silence. */
  visibilityChanged(): void {
    this.heardAt = this.time.now();
    this.watch();
  }

  private watch(): void {
    const isWatching = this.isExpecting && !this.silent && this.time.isVisible();
    if (isWatching) this.timer ??= this.time.startTimer(this.check, silentAfterMs);
    else if (this.timer !== undefined) {
      this.time.stopTimer(this.timer);
      this.timer = undefined;
    }
  }

  private readonly check = (): void => {
    this.timer = undefined;
    const quietMs = this.time.now() - this.heardAt;
    if (quietMs >= silentAfterMs) this.set(true);
    else this.timer = this.time.startTimer(this.check, silentAfterMs - quietMs);
  };

  private set(silent: boolean): void {
    this.silent = silent;
    this.changed();
  }
}
