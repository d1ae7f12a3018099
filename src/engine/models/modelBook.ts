import type { MetricId } from '../../protocol/catalogue';
import type { Origin } from '../../protocol/metric';
import type { Activity } from '../../protocol/requests';
import type { Config } from '../../protocol/settings';
import type { RuntimeKind, RuntimeStatus } from '../../protocol/status';
import type { Clock } from '../clock';
import type { ModelReading } from '../collect/runtimes/adapter';
import type { Sink } from '../collect/collector';
import type { Work, Worker } from '../energy/work';
import type { Stoppable, Ticker } from '../ticker';
import type { DayTokens, EarlierTokens } from './dayTokens';
import { InterferenceWatch, type Interference } from './interference/interferenceWatch';
import { isKept } from './keptMetrics';
import { LiveRequest } from './liveRequest';
import { LiveWriter } from './liveWriter';
import type { MeasuredRequest, RequestSink } from './measuredRequest';
import { ModelMeter } from './modelMeter';
import { labelOf, type RuntimeModels } from './modelNames';
import { joinedStatuses } from './modelStates';
import { RequestLog } from './requestLog';
import { TokensToday } from './tokensToday';
import { workersOf } from './workers';

/** Models that no runtime lists, beyond so many, share one account: only a client that makes up names gets there. */
const mostUnlisted = 64;
/** More listed ones are not followed. */
const mostModels = 1024;
const keepEveryMs = 1000;
const otherModels = 'other models';

export interface ModelBookOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  /** Which figures are kept. */
  readonly metrics: Config['collectors.model.metrics'];
  /** What the energy that is shared covers and how it is got; undefined while there is none. */
  readonly energyOrigin: () => Origin | undefined;
  /** Told when `joined` may say something new. */
  readonly changed: () => void;
  /** Told of each request that is over; what is known of its energy grows for a little while. */
  readonly requestEnded?: (request: LiveRequest) => void;
  /** Told when models that generated at once made a difference to each other. */
  readonly interfered?: (interference: Interference) => void;
}

/** What a model did so far. */
export interface ModelWork {
  /** `runtime/model`. */
  readonly id: string;
  /** Joules above idle that were attributed to it. */
  readonly joules: number;
  /** Tokens that it generated. */
  readonly tokens: number;
}

/** All models that are known, whoever told of them: their runtimes, or requests that pass through the proxy. */
export class ModelBook implements RequestSink, Work {
  /** Grows with everything that `activity` shows. */
  revision = 0;
  metrics: Config['collectors.model.metrics'];
  private readonly meters = new Map<string, ModelMeter>();
  private readonly runtimes = new Map<string, RuntimeModels>();
  private readonly lives = new Map<number, LiveRequest>();
  private readonly log = new RequestLog();
  private readonly writer: LiveWriter;
  private readonly interference: InterferenceWatch;
  private sink: Sink | undefined;
  private isStarted = false;
  private hasGoneOn = false;
  /** By id of the model, what was recorded of this day. */
  private earlier: ReadonlyMap<string, EarlierTokens> = new Map();
  private keeping: Stoppable | undefined;
  private energyReason: string | undefined;
  /** When a request was last seen, monotonic ms. */
  private lastAt = -Infinity;

  constructor(private readonly options: ModelBookOptions) {
    this.metrics = options.metrics;
    this.writer = new LiveWriter(options.ticker, options.clock);
    this.interference = new InterferenceWatch((found) => options.interfered?.(found));
  }

  /** Until then, and after `stop`, nothing is taken in. */
  start(sink: Sink): void {
    if (this.sink !== sink) this.meters.clear();
    this.sink = sink;
    this.isStarted = true;
    const today = new TokensToday(sink, 1000 / keepEveryMs);
    this.keeping ??= this.options.ticker.every(keepEveryMs, (now) => {
      for (const meter of this.meters.values()) meter.keep(now);
      if (this.meters.size > 0) today.write(now, this.tokensToday(now));
    });
  }

  stop(): void {
    this.writer.stop();
    this.keeping?.stop();
    this.keeping = undefined;
    this.isStarted = false;
    this.lives.clear();
    for (const meter of this.meters.values()) {
      meter.forgetRequests();
      this.interference.ended(meter.id, this.options.clock.monotonic());
    }
  }

  /**
   * What was recorded of this day before the monitor was started anew goes on here, once.
   * @param earlier By id of the model.
   */
  goOnFrom(earlier: ReadonlyMap<string, EarlierTokens>): void {
    if (this.hasGoneOn) return;
    this.hasGoneOn = true;
    this.earlier = earlier;
    for (const meter of this.meters.values()) this.giveEarlier(meter);
    this.revision++;
  }

  /** A runtime was read. @param at Monotonic ms. @param now Milliseconds since 1970. */
  read(runtime: string, kind: RuntimeKind, readings: readonly ModelReading[], at: number, now: number): void {
    const names = readings.map(({ status }) => status.name);
    const gone = (this.runtimes.get(runtime)?.names ?? []).filter((name) => !names.includes(name));
    for (const name of gone) this.lostModel(runtime, name, at, now);
    this.runtimes.set(runtime, { kind, names });
    let isNew = gone.length > 0;
    for (const reading of readings) {
      const meter = this.listed(runtime, reading.status.name);
      if (meter?.read(reading, at, now)) isNew = true;
      if (meter) this.followBesides(meter, at);
    }
    if (isNew) this.revision++;
  }

  /** A runtime could not be read. @param at Monotonic ms. @param now Milliseconds since 1970. */
  lost(runtime: string, at: number, now: number): void {
    // Its names stay: requests that fail meanwhile are its models' own.
    for (const name of this.runtimes.get(runtime)?.names ?? []) this.lostModel(runtime, name, at, now);
    this.revision++;
  }

  begun(request: MeasuredRequest): void {
    const meter = this.meter(request.runtime, this.labelOf(request));
    if (!meter) return;
    const live = new LiveRequest(request, meter);
    this.lives.set(request.id, live);
    this.log.add(live);
    meter.begun(live);
    if (this.energyReason !== undefined) this.writeEnergyOf(meter);
    this.touched(meter);
    this.options.changed();
  }

  progressed(request: MeasuredRequest, tokens: number): void {
    const live = this.lives.get(request.id);
    if (!live) return;
    this.settleModel(live);
    const at = this.options.clock.monotonic();
    this.interference.passed(live.meter.id, at, tokens);
    live.meter.progressed(live, tokens, at, this.options.clock.now());
    this.touched(live.meter);
  }

  ended(request: MeasuredRequest): void {
    const live = this.lives.get(request.id);
    if (!live) return;
    this.settleModel(live);
    this.lives.delete(request.id);
    const at = this.options.clock.monotonic();
    live.meter.ended(live, at, this.options.clock.now());
    if (!live.meter.isGenerating) this.interference.ended(live.meter.id, at);
    this.touched(live.meter);
    this.options.requestEnded?.(live);
    this.options.changed();
  }

  underWay(from: number, to: number): readonly Worker[] {
    const meters = [...this.meters.values()].filter((meter) => !meter.isElsewhere);
    return workersOf(meters, this.log, from, to);
  }

  energyShared(): void {
    for (const meter of this.meters.values()) if (meter.hasNewEnergy) this.writeEnergyOf(meter);
  }

  energyUnknown(reason: string | undefined): void {
    if (reason === this.energyReason) return;
    this.energyReason = reason;
    if (reason === undefined)
      for (const meter of this.meters.values()) meter.forgetMade(this.options.clock.monotonic());
    for (const meter of this.meters.values()) if (meter.hasWorked) this.writeEnergyOf(meter);
  }

  /** Tokens that a model knows, where its runtime says so. */
  vocabularyOf(runtime: string, model: string | undefined): number | undefined {
    return this.meters.get(keyOf(runtime, labelOf(model, false, this.runtimes.get(runtime))))?.vocabularyTokens;
  }

  /** Whether a request was seen less than a minute ago. */
  get isBusy(): boolean {
    return this.lives.size > 0 || this.options.clock.monotonic() - this.lastAt < 60_000;
  }

  activity(): Activity {
    const at = this.options.clock.monotonic();
    const now = this.options.clock.now();
    return {
      models: Array.from(this.meters.values(), (meter) => meter.activity(at, now, this.energyReason)),
      requests: this.log.newest(),
    };
  }

  /** What runtimes say of themselves, with what passes through the proxy. */
  joined(statuses: readonly RuntimeStatus[]): RuntimeStatus[] {
    return joinedStatuses(statuses, [...this.meters.values()]);
  }

  /** What each model did so far. @param at Monotonic ms. */
  works(at: number): ModelWork[] {
    return Array.from(this.meters.values(), (meter) => ({
      id: meter.id,
      joules: meter.energy.total,
      tokens: meter.made.total(at),
    }));
  }

  private *tokensToday(now: number): Iterable<DayTokens> {
    for (const meter of this.meters.values()) yield meter.today(now);
  }

  /** What a runtime does for others than the proxy counts as generating too. */
  private followBesides(meter: ModelMeter, at: number): void {
    const tokens = meter.made.takeBesides();
    if (tokens > 0) this.interference.passed(meter.id, at, tokens);
    else if (!meter.isGenerating) this.interference.ended(meter.id, at);
  }

  private lostModel(runtime: string, model: string, at: number, now: number): void {
    const meter = this.meters.get(keyOf(runtime, model));
    meter?.lost(at, now);
    if (meter && !meter.isGenerating) this.interference.ended(meter.id, at);
  }

  private writeEnergyOf(meter: ModelMeter): void {
    const { clock } = this.options;
    meter.writeEnergy(clock.monotonic(), clock.now(), this.energyReason, this.options.energyOrigin());
    this.revision++;
  }

  private touched(meter: ModelMeter): void {
    this.revision++;
    this.lastAt = this.options.clock.monotonic();
    this.writer.touch(meter, this.lastAt);
  }

  /** The model's name may become known, or better known, while a request goes on. */
  private settleModel(live: LiveRequest): void {
    const { request, meter } = live;
    const isKnown =
      live.wasModelSaid || (request.isModelSaid === live.wasModelSaid && request.model === live.modelBefore);
    if (isKnown) return;
    live.wasModelSaid = request.isModelSaid;
    live.modelBefore = request.model;
    const right = this.meter(request.runtime, this.labelOf(request));
    if (!right || right === meter) return;
    meter.give(live, right);
    live.meter = right;
    if (!meter.isGenerating) this.interference.ended(meter.id, this.options.clock.monotonic());
    this.writer.touch(meter, this.options.clock.monotonic());
    // Nothing is known of it but a name that turned out to be another's.
    if (!meter.isNeeded) this.meters.delete(keyOf(meter.runtime, meter.model));
  }

  private labelOf({ runtime, model, isModelSaid }: MeasuredRequest): string {
    return labelOf(model, isModelSaid, this.runtimes.get(runtime));
  }

  private meter(runtime: string, model: string): ModelMeter | undefined {
    if (!this.isStarted) return undefined;
    const known = this.meters.get(keyOf(runtime, model));
    if (known) return known;
    if (this.unlisted() < mostUnlisted) return this.open(runtime, model);
    return this.meters.get(keyOf(runtime, otherModels)) ?? this.open(runtime, otherModels);
  }

  /** The account of a model that its runtime lists. */
  private listed(runtime: string, model: string): ModelMeter | undefined {
    const known = this.meters.get(keyOf(runtime, model));
    return known ?? (this.isStarted && this.meters.size < mostModels ? this.open(runtime, model) : undefined);
  }

  private open(runtime: string, model: string): ModelMeter | undefined {
    if (!this.sink) return undefined;
    const keeps = (metric: MetricId): boolean => isKept(metric, this.metrics);
    const ratio = (id: string): number => this.interference.ratioOf(id);
    const meter = new ModelMeter(runtime, model, this.sink, keeps, this.options.clock.now(), ratio);
    this.meters.set(keyOf(runtime, model), meter);
    this.giveEarlier(meter);
    return meter;
  }

  private giveEarlier(meter: ModelMeter): void {
    const earlier = this.earlier.get(meter.id);
    if (earlier) meter.goOnFrom(earlier, this.options.clock.now());
  }

  private unlisted(): number {
    const isListed = ({ runtime, model }: ModelMeter): boolean =>
      this.runtimes.get(runtime)?.names.includes(model) === true;
    return [...this.meters.values()].filter((meter) => !isListed(meter)).length;
  }
}

const keyOf = (runtime: string, model: string): string => `${runtime}\n${model}`;
