import type { ChartMetric } from '../../../src/protocol/layout/layout';
import { mostHidden, type Comparison, type SavedState, type SortKey } from './savedState';
import { isSameWindow, type TimeWindow } from './timeWindow';

const mostSteps = 50;

/** What the user chose to see, and the way back to what was seen before. */
export class Choice {
  private readonly past: TimeWindow[] = [];
  private readonly undone: TimeWindow[] = [];
  private readonly hidden: Set<string>;
  private state: SavedState;
  private liveMs: number;

  /** @param changed Told what is now to be kept. */
  constructor(
    saved: SavedState,
    private readonly changed: (state: SavedState) => void,
  ) {
    this.state = saved;
    this.hidden = new Set(saved.hidden);
    this.liveMs = saved.window.kind === 'live' ? saved.window.lengthMs : 300_000;
  }

  get window(): TimeWindow {
    return this.state.window;
  }

  get picks(): readonly ChartMetric[] {
    return this.state.picks;
  }

  set picks(picks: readonly ChartMetric[]) {
    this.change({ picks });
  }

  get compareMs(): Comparison {
    return this.state.compareMs;
  }

  set compareMs(compareMs: Comparison) {
    this.change({ compareMs });
  }

  get hasQuantiles(): boolean {
    return this.state.hasQuantiles;
  }

  set hasQuantiles(hasQuantiles: boolean) {
    this.change({ hasQuantiles });
  }

  get sort(): SortKey {
    return this.state.sort;
  }

  set sort(sort: SortKey) {
    this.change({ sort });
  }

  get canGoBack(): boolean {
    return this.past.length > 0;
  }

  get canGoForward(): boolean {
    return this.undone.length > 0;
  }

  /** The length that "live" goes back to, ms. */
  get liveLengthMs(): number {
    return this.liveMs;
  }

  /** Shows another stretch of time; `back` returns from it. */
  show(window: TimeWindow): void {
    if (isSameWindow(window, this.window)) return;
    this.past.push(this.window);
    if (this.past.length > mostSteps) this.past.shift();
    this.undone.length = 0;
    this.setWindow(window);
  }

  back(): void {
    const window = this.past.pop();
    if (!window) return;
    this.undone.push(this.window);
    this.setWindow(window);
  }

  forward(): void {
    const window = this.undone.pop();
    if (!window) return;
    this.past.push(this.window);
    this.setWindow(window);
  }

  isHidden(line: string): boolean {
    return this.hidden.has(line);
  }

  toggle(line: string): void {
    if (!this.hidden.delete(line) && this.hidden.size < mostHidden) this.hidden.add(line);
    this.change({ hidden: [...this.hidden] });
  }

  private setWindow(window: TimeWindow): void {
    if (window.kind === 'live') this.liveMs = window.lengthMs;
    this.change({ window });
  }

  private change(part: Partial<SavedState>): void {
    this.state = { ...this.state, ...part };
    this.changed(this.state);
  }
}
