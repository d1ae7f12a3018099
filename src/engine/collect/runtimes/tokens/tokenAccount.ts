import { Counter } from './counter';
import { Flow } from './flow';
import { RateWindow } from './rateWindow';
import type { SlotDelta } from './slotLedger';

/** Tokens of one model in one direction: their exact total, and the live speed at which they are made. */
export class TokenAccount {
  readonly counter = new Counter();
  private readonly flow = new Flow();
  private readonly window = new RateWindow();

  /** Tokens seen in slots since the start, for a runtime that has no counter. */
  get seen(): number {
    return this.flow.made;
  }

  /** Whether tasks that appear in slots are new, and not merely new to the monitor. */
  get isSettled(): boolean {
    return this.flow.isSettled;
  }

  /** Tokens per second over about the last second; NaN before two readings. */
  get rate(): number {
    return this.window.rate();
  }

  /** The counter was read and no slots: `isIdle` when the runtime said that no task is under way. */
  counted(at: number, isIdle: boolean): void {
    if (!isIdle) {
      // Tokens of tasks under way are not in it, so this is no point to measure a speed from.
      this.flow.raise(this.counter.total);
      return;
    }
    this.flow.settle(this.counter.total, 0, 0);
    this.window.push(at, this.flow.made);
  }

  /** The slots were looked at, and nothing else. */
  looked(at: number, delta: SlotDelta): void {
    this.flow.add(delta.grown);
    this.window.push(at, this.flow.made);
  }

  /** The counter was read, and right after it the slots. */
  joined(at: number, delta: SlotDelta): void {
    this.flow.add(delta.grown);
    this.flow.settle(this.counter.total, delta.underWay, delta.justEnded);
    this.window.push(at, this.flow.made);
  }

  /** There is no counter: from here on every task that appears in a slot is new. */
  settleAlone(): void {
    this.flow.settleAlone();
  }

  /** What was under way is unknown; the total stands. */
  lost(): void {
    this.flow.unsettle();
    this.window.clear();
  }
}
