import * as l10n from '@vscode/l10n';
import type { LineSource } from '../shared/lineTrace';
import type { PastLoader, PastWish } from '../shared/past/pastLoader';
import type { PastMetrics } from '../shared/past/pastStore';
import type { SeriesStore } from '../shared/seriesStore';
import { longestLiveMs, type ViewState } from '../shared/viewState';

/** What a chart says besides its lines. */
export interface TimelineNote {
  readonly kind: 'loading' | 'problem';
  readonly text: string;
}

/** The stretch of time that all charts show, and where its lines come from: live samples, or the recorded past. */
export class Timeline {
  private isLive = false;

  constructor(
    private readonly store: SeriesStore,
    private readonly state: ViewState,
    private readonly loader: PastLoader,
    private readonly metrics: PastMetrics,
  ) {}

  /** Whether the charts show more than live samples reach. */
  get isPast(): boolean {
    return this.state.rangeMs > longestLiveMs;
  }

  /** Whether all lines of the stretch are there, as far as they were recorded. */
  get isComplete(): boolean {
    return !this.isPast || this.loader.isLoaded;
  }

  get source(): LineSource {
    return (this.isPast ? this.loader.store : undefined) ?? this.store;
  }

  /** Length of a step that a value stands for, in ms; 0: values are samples. */
  get stepMs(): number {
    return this.isPast ? (this.loader.store?.stepMs ?? 0) : 0;
  }

  get from(): number {
    return this.to - this.state.rangeMs;
  }

  /** The present: the newest sample. While there is none, as under a monitor that is paused, the newest that is known. */
  get to(): number {
    const { store, loader } = this;
    if (store.newest > 0 || !this.isPast) return store.newest;
    return loader.store?.upTo ?? (this.isLive ? Date.now() : 0);
  }

  get note(): TimelineNote | undefined {
    if (!this.isPast) return undefined;
    const { problem } = this.loader;
    if (problem !== undefined)
      return { kind: 'problem', text: `${problem} ${l10n.t('It is asked for again by itself.')}` };
    return this.loader.isLoaded ? undefined : { kind: 'loading', text: l10n.t('Reading the past …') };
  }

  /** Call when the host begins anew: nothing is asked until it has sent what it has. */
  reset(): void {
    this.isLive = false;
  }

  /** Call when the host has sent all that it sends by itself. */
  live(): void {
    this.isLive = true;
    this.loader.retry();
  }

  /** Call before the charts are drawn. */
  advance(): void {
    if (!this.isPast || !this.isLive) return;
    const { store, state, loader } = this;
    loader.look(this.wishFor(state.rangeMs));
    loader.store?.extend(store);
  }

  /** Asks ahead for what a range needs that is likely to be chosen next. */
  foresee(rangeMs: number): void {
    if (this.isLive && rangeMs > longestLiveMs && this.to > 0) this.loader.foresee(this.wishFor(rangeMs));
  }

  private wishFor(rangeMs: number): PastWish {
    const series = this.metrics.drawn.reduce((sum, metric) => sum + this.store.all(metric).length, 0);
    return { rangeMs, to: this.to, series };
  }
}
