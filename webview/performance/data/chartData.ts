import type { HistoryAnswer } from '../../../src/protocol/history';
import type { Marks } from '../../../src/protocol/marks';
import type { PageTime } from '../../shared/frameLoop';
import { assumedPeriodMs } from '../../shared/gap';
import type { LineSource } from '../../shared/lineTrace';
import { mostPoints } from '../../shared/past/pastStep';
import { pastAggregates } from '../../shared/past/pastStore';
import type { Questions } from '../../shared/questions';
import type { SeriesStore } from '../../shared/seriesStore';
import { longestLiveMs } from '../../shared/viewState';
import type { TimeRange } from '../chart/chartContent';
import type { Choice } from '../state/choice';
import { metricsOf } from '../state/picks';
import type { Comparison } from '../state/savedState';
import { longestMs, shownRange, type TimeWindow } from '../state/timeWindow';
import { ColourBook } from './colourBook';
import type { LineFigures } from './lineFigures';
import { OldestRecorded } from './oldestRecorded';
import type { Picture, PictureWish } from './picture';
import { PictureLoader } from './pictureLoader';
import { pickedLines, type PickedLine, type PickedLines } from './pickedLines';
import { Refreshed } from './refreshed';
import { stepFor } from './stepFor';
import { quantilesOf, summaryRequest } from './summary';

const leastRefreshMs = 10_000;
const marksRefreshMs = 30_000;
/** What is sampled at the slowest rate that can be set may have its first sample so long after a stretch begins. */
const mostLateMs = assumedPeriodMs;
/** Series of a metric, as a first guess. */
const guessedSeries = 4;

/** What there is to show of the stretch of time that is chosen. */
export interface ShownData extends PickedLines {
  readonly range: TimeRange;
  /** Length of a step that a value stands for, ms; 0: values are samples. */
  readonly stepMs: number;
  /** Whether all that was recorded is there; else it is what was known before. */
  readonly isComplete: boolean;
}

/** Finds lines, quantiles, marks and what to compare with, for what the user chose: live samples, or the recorded past. */
export class ChartData {
  private readonly pictures: PictureLoader;
  private readonly summary: Refreshed<ReadonlyMap<string, LineFigures['quantiles']>>;
  private readonly before: Refreshed<{ readonly answer: HistoryAnswer; readonly shiftMs: Comparison }>;
  private readonly happened: Refreshed<Marks>;
  private readonly oldest: OldestRecorded;
  private readonly colours = new ColourBook();
  private isBegun = false;
  /** Of the chart, as it was looked at last. */
  private width = 0;

  /** @param changed Called when there is something else to show or to ask. */
  constructor(
    time: PageTime,
    private readonly store: SeriesStore,
    private readonly questions: Questions,
    private readonly choice: Choice,
    changed: () => void,
  ) {
    this.pictures = new PictureLoader(time, questions, changed);
    this.summary = new Refreshed(time, changed);
    this.before = new Refreshed(time, changed);
    this.happened = new Refreshed(time, changed);
    this.oldest = new OldestRecorded(time, questions, changed);
  }

  /** The present: the newest sample, or the clock where the host has said that there is none; 0: not known yet. */
  get now(): number {
    if (this.store.newest > 0) return this.store.newest;
    return this.isBegun ? Date.now() : 0;
  }

  /** The stretch that can be gone through: from the oldest that is recorded, as far as that is known, until now. */
  get bounds(): TimeRange {
    const { now } = this;
    const { from } = shownRange(this.choice.window, now);
    return { from: Math.max(0, Math.min(from, this.oldest.from ?? now - longestMs)), to: now };
  }

  get marks(): Marks | undefined {
    return this.happened.value;
  }

  get marksProblem(): string | undefined {
    return this.happened.problem;
  }

  /** Quantiles of the stretch shown by line; undefined while they are not known. */
  get quantiles(): ReadonlyMap<string, LineFigures['quantiles']> | undefined {
    return this.summary.current;
  }

  get comparison(): { readonly answer: HistoryAnswer; readonly shiftMs: Comparison } | undefined {
    return this.choice.compareMs === 0 ? undefined : this.before.value;
  }

  get comparisonProblem(): string | undefined {
    return this.choice.compareMs === 0 ? undefined : this.before.problem;
  }

  /** Why the past is not known, for people. */
  get problem(): string | undefined {
    return this.pictures.problem;
  }

  /** Call when the host has sent all that it sends by itself. */
  begin(): void {
    this.isBegun = true;
  }

  /** Call when the host begins anew: nothing is asked until it has sent what it has; what is known stays. */
  reset(): void {
    this.isBegun = false;
    this.stop();
  }

  retry(): void {
    this.pictures.retry();
    for (const part of this.parts) part.retry();
  }

  /** Call when the user may be about to go through time. */
  lookForOldest(): void {
    const { now, choice } = this;
    const metrics = metricsOf(choice.picks);
    if (now > 0 && metrics.length > 0) this.oldest.look(metrics, now);
  }

  /** Call when the page is hidden. */
  stop(): void {
    this.pictures.stop();
    this.oldest.stop();
    for (const part of this.parts) part.stop();
  }

  /** Call when alerts have changed. */
  marksChanged(): void {
    this.happened.expire();
  }

  /** Asks ahead for what a stretch of time needs that is likely to be chosen next, once it is known how wide it is drawn. */
  foresee(window: TimeWindow): void {
    const { now, choice, width } = this;
    if (now === 0 || width === 0 || choice.picks.length === 0) return;
    const wish = this.wishFor(window, width);
    if (!this.isStreamed(wish)) this.pictures.foresee(wish);
  }

  /** Finds what there is to show and asks for what is missing. @param width Of the chart, CSS pixels. */
  look(width: number): ShownData {
    this.width = width;
    const { choice, store, now } = this;
    const range = shownRange(choice.window, now);
    const metrics = metricsOf(choice.picks);
    if (now === 0 || metrics.length === 0) {
      if (now > 0) this.lookAtMarks(range);
      return { range, lines: [], leftOut: 0, stepMs: 0, isComplete: now > 0 };
    }
    const wish = this.wishFor(choice.window, width);
    const isRecent = wish.streamedFrom !== undefined;
    const isStreamed = this.isStreamed(range);
    const picture = isStreamed ? undefined : this.lookForPicture(wish);
    if (isStreamed) this.pictures.rest();
    if (picture && wish.isLive) picture.store.extend(store);
    // Until a picture has come, what was streamed is a part of it.
    const source: LineSource = picture?.store ?? store;
    const picked = pickedLines(choice.picks, source, this.colours);
    const isComplete = isStreamed || this.pictures.isLoaded;
    // What is seen first comes first; the rest may come later.
    if (isComplete || isRecent) {
      if (picture) this.lookAtSummary(wish);
      this.lookBefore(wish);
      this.lookAtMarks(range);
    }
    return { range, ...picked, stepMs: picture?.stepMs ?? 0, isComplete };
  }

  /** What is known of a longer stretch than the one shown, without asking. */
  overview(whole: TimeRange, width: number): readonly PickedLine[] {
    const { choice, store } = this;
    const metrics = metricsOf(choice.picks);
    const stepMs = stepFor(whole.to - whole.from, width, metrics.length);
    const found = this.isStreamed(whole) ? undefined : this.pictures.find({ metrics, ...whole, stepMs, isLive: true });
    const source: LineSource | undefined = this.isRecent(whole) && !found?.hasRecorded ? store : found?.store;
    return source ? pickedLines(choice.picks, source, this.colours).lines : [];
  }

  private get parts(): readonly Pick<Refreshed<Marks>, 'clear' | 'retry' | 'stop'>[] {
    return [this.summary, this.before, this.happened];
  }

  private wishFor(window: TimeWindow, width: number): PictureWish {
    const { choice, store, now } = this;
    const range = shownRange(window, now);
    const metrics = metricsOf(choice.picks);
    const series = metrics.reduce((sum, metric) => sum + Math.max(guessedSeries, store.all(metric).length), 0);
    const stepMs = stepFor(range.to - range.from, width, series);
    const isLive = window.kind === 'live';
    const isRecent = isLive && this.isRecent(range);
    return { metrics, ...range, stepMs, isLive, ...(isRecent ? { streamedFrom: store.oldest } : {}) };
  }

  /** Whether a stretch is one of which every sample is streamed, once the engine has run for so long. */
  private isRecent({ from, to }: TimeRange): boolean {
    const { newest } = this.store;
    return newest > 0 && from >= newest - longestLiveMs && to <= newest;
  }

  /** Whether every sample of a stretch has been streamed to the page, or is about to be. */
  private isStreamed(range: TimeRange): boolean {
    return this.isRecent(range) && (!this.isBegun || range.from >= this.store.oldest - mostLateMs);
  }

  /** What was streamed is better than a picture that has nothing besides. */
  private lookForPicture(wish: PictureWish): Picture | undefined {
    const found = this.pictures.look(wish);
    if (wish.streamedFrom === undefined) return found;
    return this.pictures.isLoaded && found?.hasRecorded ? found : undefined;
  }

  private lookAtSummary({ metrics, from, to, isLive }: PictureWish): void {
    const length = to - from;
    const key = `${isLive ? `live ${length}` : `${from} ${to}`} ${metrics.join(' ')}`;
    this.summary.look(key, to, Math.max(3 * leastRefreshMs, length / 200), (answered, failed) =>
      this.questions.ask(
        summaryRequest(metrics, { from: Math.max(0, from), to }),
        (answer) => {
          answered(quantilesOf(answer));
        },
        failed,
      ),
    );
  }

  private lookBefore({ metrics, from, to, stepMs, isLive }: PictureWish): void {
    const shiftMs = this.choice.compareMs;
    if (shiftMs === 0) {
      this.before.clear();
      return;
    }
    const start = Math.max(0, Math.floor((from - shiftMs) / stepMs) - 1) * stepMs;
    const span = isLive ? `live ${to - from}` : `${from} ${to}`;
    this.before.look(
      `${span} ${shiftMs} ${metrics.join(' ')}`,
      to,
      Math.max(leastRefreshMs, stepMs),
      (answered, failed) =>
        this.questions.ask(
          { metrics, from: start, to: Math.max(start, to - shiftMs), stepMs, aggregates: pastAggregates, mostPoints },
          (answer) => {
            answered({ answer, shiftMs });
          },
          failed,
        ),
    );
  }

  private lookAtMarks(range: TimeRange): void {
    const from = Math.max(0, range.from);
    const { window } = this.choice;
    const key = window.kind === 'live' ? `live ${window.lengthMs}` : `${range.from} ${range.to}`;
    this.happened.look(key, range.to, marksRefreshMs, (answered, failed) =>
      this.questions.askMarks({ from, to: range.to }, answered, failed),
    );
  }
}
