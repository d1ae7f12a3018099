import type { ModelStatus } from '../../../../protocol/status';
import type { ModelReading, Reply } from '../adapter';
import { noFigures, type Figures } from '../figures';
import { Counter } from '../tokens/counter';
import { SlotLedger, type BusySlot } from '../tokens/slotLedger';
import { TokenAccount } from '../tokens/tokenAccount';
import { readMetricsPage, type MetricsPage } from './metricsPage';
import { shortfallsOf } from './shortfalls';
import { readSlotsPage } from './slotsPage';

/** How long a model counts as busy after it was last seen at work, ms. */
const busyTailMs = 2000;
/** Counters are read about once a second; a tick may come a little early. */
const metricsEveryMs = 950;

const notMetrics = 'answered /metrics with something else than its metrics';
const notSlots = 'answered /slots with something else than its slots';

/** What came of one reading of a model. */
export interface Taken {
  /** Whether the model can go on being read as it is. */
  readonly isUsable: boolean;
  /** What is wrong with the answers, in words that fit after a URL. */
  readonly problem?: string;
}

/** One model of a llama-server: which of its pages to read when, and what they add up to. */
export class LlamaModel {
  contextTokens: number | undefined;
  vocabularyTokens: number | undefined;
  private hasMetrics = true;
  private hasSlots = true;
  /** Set when `/slots` could not be made sense of: until the server is looked at anew, its counters have to do. */
  private slotsAreGarbage = false;
  private hasCached = true;
  private readonly generated = new TokenAccount();
  private readonly evaluated = new TokenAccount();
  private readonly cached = new Counter();
  private readonly ledger = new SlotLedger();
  private startMark: string | undefined;
  private metricsAskedAt = -Infinity;
  private busyUntil = -Infinity;
  private active = NaN;
  private queued = NaN;

  /**
   * @param query What to add to the paths so that they are about this model: empty, or beginning with `?`.
   * @param prefix What comes before the paths: empty, or beginning with `/`.
   */
  constructor(
    readonly name: string,
    readonly query: string,
    private readonly prefix = '',
  ) {}

  get metricsPath(): string {
    return `${this.prefix}/metrics${this.query}`;
  }

  get slotsPath(): string {
    return `${this.prefix}/slots${this.query}`;
  }

  /** Figures that came and could not be used. */
  get badInputs(): number {
    return this.evaluated.counter.badInputs + this.cached.badInputs + this.generated.counter.badInputs;
  }

  /** Which pages the server offers for this model. */
  get offers(): { readonly metrics: boolean; readonly slots: boolean } {
    return { metrics: this.hasMetrics, slots: this.hasSlots };
  }

  /** The server was looked at anew; what it does not tell is as it was. */
  renew(metrics: boolean | undefined, slots: boolean | undefined, contextTokens: number | undefined): void {
    this.hasMetrics = metrics ?? this.hasMetrics;
    this.hasSlots = slots ?? this.hasSlots;
    this.slotsAreGarbage = false;
    this.contextTokens = contextTokens;
  }

  /** The server said that it does not offer this page. */
  doesNotOffer(path: string): void {
    if (path === this.metricsPath) this.hasMetrics = false;
    else this.hasSlots = false;
  }

  /** Whether its counters were not asked for since the server was reached. */
  get isNew(): boolean {
    return this.hasMetrics && this.metricsAskedAt === -Infinity;
  }

  /** Whether the model is at work, and its slots tell how far it is. */
  isLive(at: number): boolean {
    return this.readsSlots && at < this.busyUntil;
  }

  /** Counters first, then slots: what ends in between is missing for one reading, but nothing is counted twice. */
  plan(at: number): string[] {
    const paths: string[] = [];
    if (this.hasMetrics && at - this.metricsAskedAt >= metricsEveryMs) {
      this.metricsAskedAt = at;
      paths.push(this.metricsPath);
    }
    // An idle model is not asked for its slots: that would wake it, or keep it from falling asleep.
    if (this.isLive(at) || (this.readsSlots && !this.hasMetrics)) paths.push(this.slotsPath);
    return paths;
  }

  /** Takes in what came of the plan. */
  take(metrics: Reply | undefined, slots: Reply | undefined): Taken {
    const page = metrics?.result.outcome === 'ok' ? readMetricsPage(metrics.result.body) : undefined;
    const busySlots = slots?.result.outcome === 'ok' ? readSlotsPage(slots.result.body) : undefined;
    if (page && metrics?.result.outcome === 'ok')
      this.count(page, metrics.at, metrics.result.headers['process-start-time-unix']);
    if (busySlots && slots) this.look(busySlots, slots.at, page !== undefined);
    else if (page && metrics) this.passOver(metrics.at);
    if (slots?.result.outcome === 'ok' && !busySlots) this.slotsAreGarbage = this.hasMetrics;
    const isUsable = page !== undefined || busySlots !== undefined || this.slotsAreGarbage;
    if (metrics?.result.outcome === 'ok' && !page) return { isUsable: busySlots !== undefined, problem: notMetrics };
    const isGarbage = this.slotsAreGarbage || (slots?.result.outcome === 'ok' && !busySlots);
    return isGarbage ? { isUsable, problem: notSlots } : { isUsable };
  }

  reading(at: number): ModelReading {
    const readable = { metrics: this.hasMetrics, slots: this.readsSlots, cached: this.hasCached };
    return {
      status: this.status(at),
      figures: this.figures(),
      shortfalls: shortfallsOf(readable),
      ...(this.vocabularyTokens === undefined ? {} : { vocabularyTokens: this.vocabularyTokens }),
    };
  }

  /** What was under way is unknown, and so is what the server will offer when it is back; the totals stand. */
  lost(): void {
    this.hasMetrics = true;
    this.hasSlots = true;
    this.slotsAreGarbage = false;
    this.ledger.clear();
    this.generated.lost();
    this.evaluated.lost();
    this.active = NaN;
    this.queued = NaN;
    this.metricsAskedAt = -Infinity;
    this.busyUntil = -Infinity;
  }

  private get readsSlots(): boolean {
    return this.hasSlots && !this.slotsAreGarbage;
  }

  private look(slots: readonly BusySlot[], at: number, wasCounted: boolean): void {
    this.ledger.look(slots, this.generated.isSettled);
    this.active = slots.length;
    if (slots.length > 0) this.busyUntil = at + busyTailMs;
    const take = wasCounted ? 'joined' : 'looked';
    this.generated[take](at, this.ledger.generated);
    this.evaluated[take](at, this.ledger.evaluated);
    if (!this.hasMetrics) for (const account of [this.generated, this.evaluated]) account.settleAlone();
  }

  /** Only the counters were read. */
  private passOver(at: number): void {
    const isIdle = this.active === 0;
    if (isIdle) this.ledger.clear();
    this.generated.counted(at, isIdle);
    this.evaluated.counted(at, isIdle);
  }

  private count(page: MetricsPage, at: number, startMark: string | string[] | undefined): void {
    const { generated, evaluated, cached } = this;
    // The server sends a number that changes with its process, which shows even a restart hidden by a larger count.
    if (typeof startMark === 'string' && startMark !== this.startMark) {
      if (this.startMark !== undefined) for (const c of [generated.counter, evaluated.counter, cached]) c.restarted();
      this.startMark = startMark;
    }
    const grown = generated.counter.take(page.generated) + evaluated.counter.take(page.evaluated);
    this.hasCached = !Number.isNaN(page.cached);
    if (this.hasCached) cached.take(page.cached);
    this.active = gauge(page.active);
    this.queued = gauge(page.queued);
    if (grown > 0 || this.active > 0 || this.queued > 0) this.busyUntil = at + busyTailMs;
  }

  private status(at: number): ModelStatus {
    const isAtWork = Number.isNaN(this.active) ? at < this.busyUntil : this.active > 0;
    const state = isAtWork ? 'generating' : 'idle';
    return this.contextTokens === undefined
      ? { name: this.name, state }
      : { name: this.name, state, contextTokens: this.contextTokens };
  }

  private figures(): Figures {
    const { generated, evaluated, cached } = this;
    const figures = noFigures();
    figures['model.requests_active'] = this.active;
    figures['model.requests_queued'] = this.queued;
    if (this.readsSlots) {
      figures['model.tokens_per_second'] = generated.rate;
      figures['model.prompt_tokens_per_second'] = evaluated.rate;
    }
    if (!this.hasMetrics) {
      figures['model.output_tokens'] = this.readsSlots ? generated.seen : NaN;
      figures['model.input_tokens'] = this.readsSlots ? evaluated.seen : NaN;
      return figures;
    }
    if (generated.counter.hasStarted) figures['model.output_tokens'] = generated.counter.total;
    if (evaluated.counter.hasStarted) figures['model.input_tokens'] = evaluated.counter.total + cached.total;
    if (cached.hasStarted) figures['model.cached_tokens'] = cached.total;
    return figures;
  }
}

/** A number of requests; NaN for anything that cannot be one. */
const gauge = (value: number): number => (value >= 0 && value <= 1e6 ? value : NaN);
