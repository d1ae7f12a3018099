import type { MetricId } from '../../protocol/catalogue';
import type { ModelReading } from '../collect/runtimes/adapter';
import type { FigureMetric } from '../collect/runtimes/figures';
import { DayTokens } from './dayTokens';
import { JoinedCounter } from './joinedCounter';
import type { LiveRequest } from './liveRequest';
import type { ModelFrame } from './modelFrame';
import { sayShortfall } from './shortfall';

const tokenCounters = {
  input: 'model.input_tokens',
  output: 'model.output_tokens',
  cached: 'model.cached_tokens',
} as const satisfies Record<string, MetricId>;
const keys = ['input', 'output', 'cached'] as const;

const passedBy =
  'Some of these tokens are what passed by: their requests were cancelled, or the runtime gave no counts for them.';

/** Everything of a model that only grows. */
export class ModelTotals {
  readonly today: DayTokens;
  private readonly counters = { input: new JoinedCounter(), output: new JoinedCounter(), cached: new JoinedCounter() };
  private readonly requests = new JoinedCounter();
  private errors = 0;
  private refusals = 0;
  private reasoning: number | undefined;
  private hasPassed = false;
  private isPartlyEstimated = false;

  /** @param now Milliseconds since 1970. */
  constructor(now: number) {
    this.today = new DayTokens(now);
  }

  get hasTokens(): boolean {
    return this.counters.output.hasStarted || this.counters.input.hasStarted;
  }

  /** Takes over what the runtime itself counts. */
  read(figures: Readonly<Record<FigureMetric, number>>, now: number): void {
    this.followToday(now, () => {
      for (const key of keys) this.counters[key].counted(figures[tokenCounters[key]]);
    });
    this.requests.counted(figures['model.requests']);
  }

  /** Adds what a request of the proxy came to, where the runtime does not count itself. */
  pass(live: LiveRequest, now: number): void {
    const { counts, state } = live.request;
    this.hasPassed = true;
    if (state === 'refused') this.refusals++;
    else if (state === 'failed') this.errors++;
    else if (state === 'done') this.requests.passed(1);
    this.followToday(now, () => {
      this.counters.input.passed(counts?.input ?? 0);
      if (state === 'failed') this.counters.output.brokeOff(live.outputTokens);
      else this.counters.output.passed(live.outputTokens);
      if (counts?.cached !== undefined) this.counters.cached.passed(counts.cached);
    });
    if (live.tokenQuality === 'estimated' && !this.counters.output.isCounted) this.isPartlyEstimated = true;
    if (counts?.reasoning !== undefined) this.reasoning = (this.reasoning ?? 0) + counts.reasoning;
  }

  /** The runtime cannot be read any more. @param now Milliseconds since 1970. */
  lost(now: number): void {
    this.followToday(now, () => {
      this.counters.output.lost();
    });
  }

  write(frame: ModelFrame, reading: ModelReading | undefined): void {
    for (const key of keys) this.writeCounter(frame, reading, tokenCounters[key], this.counters[key]);
    this.writeCounter(frame, reading, 'model.requests', this.requests);
    if (this.hasPassed) {
      frame.set('model.errors', this.errors);
      frame.set('model.rate_limited', this.refusals);
    }
    if (this.reasoning !== undefined) frame.set('model.reasoning_tokens', this.reasoning);
  }

  private writeCounter(
    frame: ModelFrame,
    reading: ModelReading | undefined,
    metric: FigureMetric,
    counter: JoinedCounter,
  ): void {
    const isTold = counter.hasStarted && !(counter.isCounted && reading?.figures === undefined);
    frame.set(metric, isTold ? counter.total : NaN);
    if (!counter.hasStarted || counter.isCounted) sayShortfall(frame, reading, metric);
    else if (this.isPartlyEstimated && metric === 'model.output_tokens') frame.say(metric, 'estimated', passedBy);
    else frame.say(metric, 'measured');
  }

  private followToday(now: number, change: () => void): void {
    const { input, output } = this.counters;
    const inputBefore = input.total;
    const outputBefore = output.total;
    change();
    this.today.add(now, input.total - inputBefore, output.total - outputBefore);
  }
}
