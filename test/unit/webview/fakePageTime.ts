import type { PageTime } from '../../../webview/shared/frameLoop';

interface Pending {
  readonly at: number;
  readonly run: () => void;
}

/** The timers and frames of a page that moves when told; frames come every 16 ms. */
export class FakePageTime implements PageTime {
  visible = true;
  private time = 1000;
  private nextId = 1;
  private readonly frames = new Map<number, Pending>();
  private readonly timers = new Map<number, Pending>();

  get pending(): number {
    return this.frames.size + this.timers.size;
  }

  now(): number {
    return this.time;
  }

  isVisible(): boolean {
    return this.visible;
  }

  requestFrame(run: () => void): number {
    this.frames.set(this.nextId, { at: this.time + 16, run });
    return this.nextId++;
  }

  cancelFrame(id: number): void {
    this.frames.delete(id);
  }

  startTimer(run: () => void, ms: number): number {
    this.timers.set(this.nextId, { at: this.time + ms, run });
    return this.nextId++;
  }

  stopTimer(id: number): void {
    this.timers.delete(id);
  }

  advance(ms: number): void {
    for (const end = this.time + ms; this.time < end; this.time++) {
      for (const queue of [this.timers, this.frames])
        for (const [id, { at, run }] of [...queue]) if (at <= this.time && queue.delete(id)) run();
    }
  }
}
