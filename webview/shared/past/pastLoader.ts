import * as l10n from '@vscode/l10n';
import type { HistoryAnswer } from '../../../src/protocol/history';
import type { FromView } from '../../../src/protocol/viewLink';
import type { PageTime } from '../frameLoop';
import { mostPoints, pastStep } from './pastStep';
import { pastAggregates, PastStore, type PastMetrics } from './pastStore';

const leastRefreshMs = 10_000;
const retriesMs = [5000, 10_000, 20_000, 40_000, 60_000] as const;
const answerLimitMs = 60_000;
/** A present that lies this much before what is known is a clock that was set back. */
const mostBackMs = 60_000;
const mostDoublings = 3;

/** What a view wants to see. */
export interface PastWish {
  readonly rangeMs: number;
  /** The end of the range, ms since 1970: the newest sample. */
  readonly to: number;
  /** How many series are drawn now, as a first guess at how many the past has. */
  readonly series: number;
}

interface Question {
  readonly id: number;
  readonly rangeMs: number;
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  /** Whether the answer is all that is known then, or goes on from what is. */
  readonly isWhole: boolean;
}

/**
 * Asks for the past of a view: once for the whole range, then, once a step and at most every 10 s, for its newest part.
 * One question is open at a time, and one ahead of a range that is likely to be wanted next; one that failed is asked
 * again, later and later. A hidden page asks nothing.
 */
export class PastLoader {
  private shown: PastStore | undefined;
  private shownRangeMs = 0;
  private open: Question | undefined;
  private ahead: { readonly question: Question; readonly answer?: HistoryAnswer } | undefined;
  private lastId = 0;
  private failures = 0;
  private reason: string | undefined;
  private wantedRangeMs = 0;
  private retryAt = -Infinity;
  private timer: number | undefined;

  /** @param changed Called when `look` should be called again, or there is something else to show. */
  constructor(
    private readonly time: PageTime,
    private readonly metrics: PastMetrics,
    private readonly post: (message: FromView) => void,
    private readonly changed: () => void,
  ) {}

  /** What is known, of the range that is wanted or, until that is loaded, of the one before. */
  get store(): PastStore | undefined {
    return this.shown;
  }

  /** Whether what is known is of the range that is wanted. */
  get isLoaded(): boolean {
    return this.shown !== undefined && this.shownRangeMs === this.wantedRangeMs;
  }

  /** Why the newest question has no answer, for people; undefined while there is nothing wrong. */
  get problem(): string | undefined {
    return this.reason;
  }

  /** Call whenever the view draws: asks what is missing, unless it is too early. */
  look(wish: PastWish): void {
    if (wish.rangeMs !== this.wantedRangeMs) {
      this.wantedRangeMs = wish.rangeMs;
      this.abandon();
      this.adoptAhead();
    }
    if (!this.time.isVisible() || this.open) return;
    if (this.time.now() < this.retryAt) {
      this.wait(this.retryAt - this.time.now());
      return;
    }
    const { shown } = this;
    const isKnown = this.isLoaded && shown !== undefined && wish.to >= shown.upTo - mostBackMs;
    if (!isKnown) this.ask(this.whole(wish));
    else if (wish.to - shown.upTo >= Math.max(shown.stepMs, leastRefreshMs)) this.ask(this.newest(wish, shown));
  }

  /** Asks ahead for a range that is likely to be wanted next; what was asked ahead before is forgotten. */
  foresee(wish: PastWish): void {
    const { rangeMs } = wish;
    if (!this.time.isVisible() || rangeMs === this.wantedRangeMs || rangeMs === this.ahead?.question.rangeMs) return;
    this.ahead = { question: this.put(this.whole(wish)) };
  }

  answered(id: number, answer: HistoryAnswer): void {
    // Other questions of a page ask for other columns; an answer without ours is to none of these.
    if (answer.series.some(({ values }) => values.length !== pastAggregates.length)) return;
    if (this.ahead?.question.id === id) {
      this.ahead = { question: this.ahead.question, answer };
      return;
    }
    const question = this.close(id);
    if (!question) return;
    this.take(question, answer);
    this.changed();
  }

  failed(id: number, reason: string): void {
    // Nobody waits for it; whoever chooses that range asks anew.
    if (this.ahead?.question.id === id) this.ahead = undefined;
    if (!this.close(id)) return;
    this.reason = reason;
    this.retryAt = this.time.now() + (retriesMs[this.failures] ?? retriesMs[retriesMs.length - 1]!);
    this.failures++;
    this.changed();
  }

  /** Call when the engine was found again: what failed is asked at once. */
  retry(): void {
    this.ahead = undefined;
    this.abandon();
    this.changed();
  }

  /** Call when the page becomes visible or hidden. */
  visibilityChanged(): void {
    this.stopWaiting();
    if (!this.time.isVisible()) return;
    // An answer that came while the page was hidden has been taken in; one that never came must not be waited for again.
    this.open = undefined;
    this.ahead = undefined;
    this.changed();
  }

  private take(question: Question, answer: HistoryAnswer): void {
    this.failures = 0;
    this.reason = undefined;
    if (question.isWhole) {
      this.shown = new PastStore(answer.stepMs, this.metrics, answer.to);
      this.shownRangeMs = question.rangeMs;
    } else if (answer.stepMs !== this.shown?.stepMs) {
      // The newest part is kept in other steps than the rest: both must be asked for in the same.
      this.shownRangeMs = 0;
      return;
    }
    this.shown.take(answer, answer.to - question.rangeMs - 2 * answer.stepMs);
  }

  private adoptAhead(): void {
    const { ahead } = this;
    if (ahead?.question.rangeMs !== this.wantedRangeMs) return;
    this.ahead = undefined;
    if (ahead.answer) this.take(ahead.question, ahead.answer);
    else this.await(ahead.question);
  }

  private whole({ rangeMs, to, series }: PastWish): Omit<Question, 'id'> {
    const most = Math.max(1, series, this.shown?.seriesCount ?? 0);
    // More series have been recorded than are there now, perhaps more than one answer can hold.
    const stepMs = pastStep(rangeMs, most * 2 ** Math.min(this.failures, mostDoublings));
    const from = Math.max(0, Math.floor((to - rangeMs) / stepMs) - 1) * stepMs;
    return { rangeMs, from, to, stepMs, isWhole: true };
  }

  private newest({ rangeMs, to }: PastWish, { stepMs, upTo }: PastStore): Omit<Question, 'id'> {
    return { rangeMs, from: Math.floor(upTo / stepMs) * stepMs, to, stepMs, isWhole: false };
  }

  private ask(wanted: Omit<Question, 'id'>): void {
    this.await(this.put(wanted));
  }

  private put(wanted: Omit<Question, 'id'>): Question {
    const question = { ...wanted, id: ++this.lastId };
    const { id, from, to, stepMs } = question;
    const metrics = this.metrics.drawn;
    this.post({
      type: 'history',
      question: id,
      request: { metrics, from, to, stepMs, aggregates: pastAggregates, mostPoints },
    });
    return question;
  }

  private await(question: Question): void {
    this.open = question;
    this.stopWaiting();
    this.timer = this.time.startTimer(() => {
      this.timer = undefined;
      this.failed(
        question.id,
        l10n.t('The recorded past has not come within {0} s. The monitor may be busy.', answerLimitMs / 1000),
      );
    }, answerLimitMs);
  }

  private close(id: number): Question | undefined {
    const { open } = this;
    if (open?.id !== id) return undefined;
    this.open = undefined;
    this.stopWaiting();
    return open;
  }

  private abandon(): void {
    this.open = undefined;
    this.reason = undefined;
    this.failures = 0;
    this.retryAt = -Infinity;
    this.stopWaiting();
  }

  private wait(ms: number): void {
    this.timer ??= this.time.startTimer(() => {
      this.timer = undefined;
      this.changed();
    }, ms);
  }

  private stopWaiting(): void {
    if (this.timer !== undefined) this.time.stopTimer(this.timer);
    this.timer = undefined;
  }
}
