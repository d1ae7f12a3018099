import type { MetricId } from '../../protocol/catalogue';
import type { Origin } from '../../protocol/metric';
import type { ModelActivity } from '../../protocol/requests';
import type { ModelReading } from '../collect/runtimes/adapter';
import type { FigureMetric } from '../collect/runtimes/figures';
import type { Sink } from '../collect/collector';
import { figuresOf } from '../ingest/measure/figures';
import type { DayTokens, EarlierTokens } from './dayTokens';
import type { LiveRequest } from './liveRequest';
import { MadeTokens } from './madeTokens';
import { MeanBounds } from './meanBounds';
import { ModelFrame } from './modelFrame';
import { ModelTotals } from './modelTotals';
import { RecentTimes } from './recentTimes';
import { sayShortfall } from './shortfall';
import { WorkEnergy } from './workEnergy';
import { writeEnergy } from './writeEnergy';

/** Frames come from stream events, at most so many a second. */
export const liveHz = 60;
const totalsHz = 5;

const timeMetrics = ['model.ttft_ms', 'model.inter_token_ms', 'model.request_ms'] as const;

const byEvents =
  'Counted by the pieces that the runtime sends, each of which may hold several tokens; it gives no counts while it generates.';
/** Counters are told at least so often, ms; what is older than 3 s counts as gone. */
const keepMs = 1500;

const elsewhere = 'The model runs on another machine, so its energy is not known here.';

/** What one model does: joins what its runtime tells and what passes through the proxy, and writes it into frames. */
export class ModelMeter {
  readonly energy = new WorkEnergy();
  /** Requests of the proxy that are under way. */
  readonly underWay = new Set<LiveRequest>();
  isElsewhere = false;
  /** Requests that the runtime worked on, when it was last read, besides those of the proxy. */
  requestsBesides = 0;
  vocabularyTokens: number | undefined;
  /** As events name it. */
  readonly id: string;
  readonly made = new MadeTokens();
  private readonly sums: ModelTotals;
  private readonly uncertainty = new MeanBounds();
  private readonly ttft = new RecentTimes();
  private readonly live: ModelFrame;
  private readonly totals: ModelFrame;
  private reading: ModelReading | undefined;
  private hasPassed = false;
  private madeWhenShared = 0;
  private readonly measuredTimes = new Set<MetricId>();
  private totalsWrittenAt = -Infinity;
  private writtenIntervals = 0;
  private writtenJoules = 0;
  private lastShare: number | undefined;

  constructor(
    readonly runtime: string,
    readonly model: string,
    sink: Sink,
    isKept: (metric: MetricId) => boolean,
    now: number,
    /** What it reaches beside another model, by what it reaches alone; NaN while none generates beside it. */
    private readonly ratio: (id: string) => number,
  ) {
    const labels = { runtime, model };
    this.id = `${runtime}/${model}`;
    this.live = new ModelFrame(sink, labels, 'live', liveHz, isKept);
    this.totals = new ModelFrame(sink, labels, 'totals', totalsHz, isKept);
    this.sums = new ModelTotals(now);
  }

  get isGenerating(): boolean {
    for (const { request } of this.underWay) if (request.state === 'generating') return true;
    return false;
  }

  /** Whether a runtime lists it, or something of it is worth keeping. */
  get isNeeded(): boolean {
    return this.reading !== undefined || this.underWay.size > 0 || this.sums.hasTokens || this.energy.total > 0;
  }

  /** Whether there was ever something to attribute energy to. */
  get hasWorked(): boolean {
    return this.hasPassed || this.energy.hasStarted;
  }

  /** Whether energy was attributed since it was last written. */
  get hasNewEnergy(): boolean {
    return this.energy.intervals > this.writtenIntervals || this.energy.total !== this.writtenJoules;
  }

  /**
   * The runtime was read. Returns whether that changed what `activity` tells.
   * @param at Monotonic ms.
   * @param now Milliseconds since 1970.
   */
  read(reading: ModelReading, at: number, now: number): boolean {
    this.reading = reading;
    this.isElsewhere = reading.status.isElsewhere === true;
    this.vocabularyTokens = reading.vocabularyTokens ?? this.vocabularyTokens;
    if (!reading.figures) return false;
    const active = this.scraped('model.requests_active');
    this.requestsBesides = Number.isNaN(active) ? 0 : Math.max(0, active - this.underWay.size);
    const isAllPassing = active <= this.underWay.size;
    const { input, output } = this.sums.today;
    this.made.runtimeRate(at, this.scraped('model.tokens_per_second'), isAllPassing);
    this.sums.read(reading.figures, now);
    this.writeLive(at, now);
    this.writeTotals(now);
    return reading.ttft !== undefined || this.sums.today.input !== input || this.sums.today.output !== output;
  }

  /** The runtime cannot be read now; what it told last is not held on to. */
  lost(at: number, now: number): void {
    const wasRead = this.reading !== undefined;
    this.reading = undefined;
    this.requestsBesides = 0;
    this.made.runtimeRate(at, NaN, true);
    if (!wasRead) return;
    this.sums.lost(now);
    this.writeLive(at, now);
    this.live.gap(now);
    this.writeTotals(now);
    this.totals.gap(now);
  }

  /** Takes up what was recorded of its day before the monitor was started anew. @param now Milliseconds since 1970. */
  goOnFrom(earlier: EarlierTokens, now: number): void {
    this.sums.today.goOnFrom(earlier, now);
  }

  /** Writes totals that nothing else wrote for a while, so that they do not seem to be gone. */
  keep(now: number): void {
    if (this.isNeeded && now - this.totalsWrittenAt >= keepMs) this.writeTotals(now);
  }

  begun(live: LiveRequest): void {
    this.hasPassed = true;
    this.underWay.add(live);
  }

  progressed(live: LiveRequest, tokens: number, at: number, now: number): void {
    this.made.passed(live, at, tokens);
    this.uncertainty.add(live);
    if (live.hasFirst) return;
    live.hasFirst = true;
    const { ttftMs } = figuresOf(live.request);
    if (Number.isNaN(ttftMs)) return;
    this.ttft.add(at, ttftMs);
    this.writeTimes(now, { 'model.ttft_ms': ttftMs });
  }

  ended(live: LiveRequest, at: number, now: number): void {
    const { request } = live;
    this.underWay.delete(live);
    this.uncertainty.add(live);
    this.made.settle(live);
    if (!this.isGenerating) this.made.pause();
    this.sums.pass(live, now);
    if (live.outputTokens > 0) this.lastShare = Math.min(1, request.entropy.tokens / live.outputTokens);
    const { durationMs, interTokenMs } = figuresOf(request);
    if (request.state === 'done')
      this.writeTimes(now, { 'model.request_ms': durationMs, 'model.inter_token_ms': interTokenMs });
    this.writeTotals(now);
    this.writeLive(at, now);
  }

  /** A request turned out to be another model's, with all that was counted for it here. */
  give(live: LiveRequest, to: ModelMeter): void {
    this.underWay.delete(live);
    this.made.give(live, to.made);
    this.energy.give(live.energy, to.energy);
    if (!this.isGenerating) this.made.pause();
    to.begun(live);
  }

  /** Energy is known again: tokens of the time without it have none. @param at Monotonic ms. */
  forgetMade(at: number): void {
    this.madeWhenShared = this.made.total(at);
  }

  /** What passes from now on is not followed. */
  forgetRequests(): void {
    this.underWay.clear();
    this.made.pause();
  }

  /** Writes what changes from moment to moment. @param at Monotonic ms. @param now Milliseconds since 1970. */
  writeLive(at: number, now: number): void {
    const { live } = this;
    live.begin(now);
    this.passOn(live, 'model.prompt_tokens_per_second');
    this.passOn(live, 'model.requests_queued');
    this.writeActive(live);
    this.writeSpeed(live, at);
    this.uncertainty.write(live);
    this.writeRatio(live);
    live.commit(now);
  }

  /** Opens an interval of the energy account, with the tokens made since the last one. @param at Monotonic ms. */
  openEnergy(at: number): void {
    const made = this.made.total(at);
    this.energy.open(at, made - this.madeWhenShared);
    this.madeWhenShared = made;
  }

  /**
   * @param unknown Why there is no energy now.
   * @param origin What the energy that is shared covers and how it is got.
   */
  writeEnergy(at: number, now: number, unknown: string | undefined, origin: Origin | undefined): void {
    const { energy, totals } = this;
    this.writtenIntervals = energy.intervals;
    this.writtenJoules = energy.total;
    totals.begin(now);
    writeEnergy(totals, energy, at, this.isElsewhere ? elsewhere : unknown, origin);
    totals.commit(now);
  }

  /** Tokens of the day of `now`, ms since 1970. */
  today(now: number): DayTokens {
    const { today } = this.sums;
    today.turnPage(now);
    return today;
  }

  /** @param unknown Why there is no energy now. */
  activity(at: number, now: number, unknown: string | undefined): ModelActivity {
    const today = this.today(now);
    const ttft = this.ttft.summary(at) ?? this.reading?.ttft;
    const joulesPerToken = this.energy.lately();
    const energyReason = this.isElsewhere ? elsewhere : joulesPerToken ? undefined : unknown;
    return {
      runtime: this.runtime,
      model: this.model,
      ...(ttft ? { ttft } : {}),
      ...(this.sums.hasTokens || today.input + today.output > 0 ? { today: today.told() } : {}),
      ...(joulesPerToken ? { joulesPerToken } : {}),
      ...(energyReason === undefined ? {} : { energyReason }),
      ...(this.lastShare === undefined ? {} : { entropyShare: this.lastShare }),
    };
  }

  private writeActive(frame: ModelFrame): void {
    const scraped = this.scraped('model.requests_active');
    if (Number.isNaN(scraped) && !this.hasPassed) {
      this.passOn(frame, 'model.requests_active');
      return;
    }
    let generating = 0;
    for (const { request } of this.underWay) if (request.state === 'generating') generating++;
    frame.set('model.requests_active', Number.isNaN(scraped) ? this.underWay.size : Math.max(scraped, generating));
    frame.say('model.requests_active', 'measured');
  }

  private writeSpeed(frame: ModelFrame, at: number): void {
    const metric = 'model.tokens_per_second';
    const isPassing = this.isGenerating || this.made.isFlowing(at);
    if (!this.hasPassed || (!isPassing && !Number.isNaN(this.scraped(metric)))) {
      this.passOn(frame, metric);
      return;
    }
    frame.set(metric, this.made.rate(at));
    if (this.made.countsPieces && isPassing) frame.say(metric, 'estimated', byEvents);
    else frame.say(metric, 'measured');
  }

  private writeRatio(frame: ModelFrame): void {
    const ratio = this.ratio(this.id);
    if (!Number.isNaN(ratio)) frame.set('model.interference', ratio);
  }

  private writeTotals(now: number): void {
    const { totals } = this;
    totals.begin(now);
    this.sums.write(totals, this.reading);
    for (const metric of timeMetrics) if (!this.measuredTimes.has(metric)) this.passOn(totals, metric);
    if (this.energy.hasStarted) totals.set('model.energy_joules', this.energy.total);
    this.totalsWrittenAt = now;
    totals.commit(now);
  }

  /** A request's times are a frame of their own, so that each of them is one sample. */
  private writeTimes(now: number, times: Partial<Record<(typeof timeMetrics)[number], number>>): void {
    this.totals.begin(now);
    for (const metric of timeMetrics) {
      const value = times[metric];
      if (value === undefined || Number.isNaN(value)) continue;
      this.measuredTimes.add(metric);
      this.totals.set(metric, value);
      this.totals.say(metric, 'measured');
    }
    this.totals.commit(now);
  }

  private scraped(metric: FigureMetric): number {
    return this.reading?.figures?.[metric] ?? NaN;
  }

  private passOn(frame: ModelFrame, metric: FigureMetric): void {
    frame.set(metric, this.scraped(metric));
    sayShortfall(frame, this.reading, metric);
  }
}
