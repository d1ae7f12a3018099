import type { MetricId } from '../../../src/protocol/catalogue';
import type { HistoryAnswer } from '../../../src/protocol/history';
import { PastStore } from '../../shared/past/pastStore';

/** What a chart wants to see of the recorded past. */
export interface PictureWish {
  readonly metrics: readonly MetricId[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  /** Whether the stretch moves on with time. */
  readonly isLive: boolean;
  /** Since when every sample is streamed to the page, ms since 1970: only what was before is asked for. */
  readonly streamedFrom?: number;
}

/** Until when the store is asked, ms since 1970. */
export function askedTo({ to, streamedFrom }: PictureWish): number {
  return streamedFrom === undefined ? to : streamedFrom - 1;
}

/** A present that lies this much before what is known is a clock that was set back. */
const mostBackMs = 60_000;

/** The past of some metrics over a stretch of time in steps of one length. */
export class Picture {
  readonly store: PastStore;
  from: number;
  /** Whether the store had anything to tell. */
  hasRecorded: boolean;
  private isWhole = true;

  constructor(
    private readonly wish: PictureWish,
    answer: HistoryAnswer,
  ) {
    this.from = wish.from;
    this.store = new PastStore(answer.stepMs, { drawn: wish.metrics, summed: [] }, answer.to);
    this.store.take(answer, 0);
    this.hasRecorded = hasSteps(answer);
  }

  get metrics(): readonly MetricId[] {
    return this.wish.metrics;
  }

  get isLive(): boolean {
    return this.wish.isLive;
  }

  /** Until when the store was asked, ms since 1970. */
  get to(): number {
    return this.store.upTo;
  }

  /** Length of its steps, ms; longer than was asked for where only longer ones are kept. */
  get stepMs(): number {
    return this.store.stepMs;
  }

  /** Takes in an answer about the time since; false where its steps are others. */
  extend(answer: HistoryAnswer, from: number): boolean {
    if (answer.stepMs !== this.stepMs) {
      this.isWhole = false;
      return false;
    }
    this.from = Math.max(this.from, from);
    this.hasRecorded ||= hasSteps(answer);
    this.store.take(answer, from - 2 * this.stepMs);
    return true;
  }

  /** Whether it is all that a wish asks for, but perhaps its newest part. */
  satisfies(wish: PictureWish): boolean {
    const { wish: asked } = this;
    if (!this.isWhole || !wish.metrics.every((metric) => asked.metrics.includes(metric))) return false;
    if (asked.stepMs > wish.stepMs || wish.isLive !== asked.isLive) return false;
    const slack = wish.stepMs;
    if (wish.from < this.from - slack) return false;
    if (!wish.isLive) return wish.to <= this.to + slack;
    return wish.to >= this.to - mostBackMs && wish.from <= this.to + slack;
  }

  /** How well it stands in for what is not there yet, 0 to 1 or a little more. */
  likeness(wish: PictureWish): number {
    const overlap = Math.min(wish.to, this.to) - Math.max(wish.from, this.from);
    if (overlap <= 0) return 0;
    const known = wish.metrics.filter((metric) => this.wish.metrics.includes(metric)).length;
    const share = overlap / Math.max(1, wish.to - wish.from);
    const coarseness = Math.abs(Math.log2(this.stepMs / wish.stepMs));
    return (known / Math.max(1, wish.metrics.length)) * share * (1 + 1 / (1 + coarseness));
  }
}

function hasSteps({ series }: HistoryAnswer): boolean {
  return series.some(({ times }) => times.length > 0);
}
