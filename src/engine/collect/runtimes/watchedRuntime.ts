import type { Probe, RuntimeKind, RuntimeStatus } from '../../../protocol/status';
import type { Clock } from '../../clock';
import type { Component } from '../../component';
import type { Ticker } from '../../ticker';
import type { Adapter, ModelReading, Reading, Reply } from './adapter';
import { Beat } from './beat';
import { describe, type HttpFailure } from './http/httpResult';
import type { LoopbackAddress } from './http/loopbackAddress';
import type { LoopbackClient } from './http/loopbackClient';
import { kindNames } from './kindNames';
import { intervalMs, requestCostMs, retryMs } from './pace';
import { faultReason, partlyReason, reasonFor, tooBusyReason } from './reasons';

/** How long a runtime that is too busy for figures is left in peace, ms. */
const tooBusyMs = 2000;
const notAsked = 'not asked yet';

export interface Target {
  /** The runtime's label. */
  readonly name: string;
  readonly address: LoopbackAddress;
  readonly adapter: Adapter;
}

/** Where readings of runtimes go. Times are ms of the monotonic clock, and ms since 1970. */
export interface ModelReadings {
  read(runtime: string, kind: RuntimeKind, models: readonly ModelReading[], at: number, now: number): void;
  /** The runtime cannot be read now. */
  lost(runtime: string, at: number, now: number): void;
}

export interface Surroundings {
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly client: Pick<LoopbackClient, 'get'>;
  readonly models: ModelReadings;
  /** Told when `status` or `probe` is different from before, or when reading failed once more. */
  readonly changed: (runtime: WatchedRuntime) => void;
}

/** One runtime under watch: reads it at the pace that its state asks for, and says where it stands. */
export class WatchedRuntime {
  /** Readings in a row in which the runtime was not there, or not what it should be. */
  failures = 0;
  /** Undefined until the runtime answered once. */
  status: RuntimeStatus | undefined;
  private outcome = notAsked;
  private told = '';
  private sampleRate = 1;
  private costMs = 0;
  private component: Component | undefined;
  private readonly beat: Beat;

  constructor(
    readonly target: Target,
    private readonly surroundings: Surroundings,
  ) {
    this.beat = new Beat(surroundings.ticker, surroundings.clock, (isCurrent) => this.turn(isCurrent));
  }

  get probe(): Probe {
    return { url: this.target.address.url, outcome: this.outcome };
  }

  start(sampleRate: number, component: Component): void {
    this.sampleRate = sampleRate;
    this.failures = 0;
    this.status = undefined;
    this.outcome = notAsked;
    this.component = component;
    component.starting();
    this.beat.start();
  }

  stop(): void {
    this.beat.stop();
    this.gap();
    this.target.adapter.lost();
    this.component?.stopped();
  }

  /** Reads once; answers with the milliseconds from its start to that of the next reading. */
  private async turn(isCurrent: () => boolean): Promise<number> {
    try {
      const { replies, spentMs } = await this.ask(isCurrent);
      const isTooBusy = replies.at(-1)?.result.outcome === 'timeout' && isCurrent() && (await this.hasPulse());
      if (!isCurrent()) return Infinity;
      return isTooBusy ? this.leaveInPeace() : this.take(replies, spentMs);
    } catch (error) {
      return isCurrent() ? this.fail('could not be read', faultReason(this.target.address.url, error)) : Infinity;
    } finally {
      if (isCurrent()) this.tell();
    }
  }

  /** Asks what the adapter plans, up to the first question that does not reach the runtime. */
  private async ask(isCurrent: () => boolean): Promise<{ replies: Reply[]; spentMs: number }> {
    const { client, clock } = this.surroundings;
    const { adapter, address } = this.target;
    const replies: Reply[] = [];
    for (const path of adapter.plan(clock.monotonic())) {
      const result = await client.get(address, path);
      replies.push({ path, result, at: clock.monotonic() });
      if (!isCurrent() || result.outcome === 'refused' || result.outcome === 'timeout') break;
    }
    return { replies, spentMs: replies.length * requestCostMs };
  }

  private async hasPulse(): Promise<boolean> {
    const { adapter, address } = this.target;
    return (await this.surroundings.client.get(address, adapter.pulsePath)).outcome === 'ok';
  }

  private take(replies: readonly Reply[], spentMs: number): number {
    const { clock } = this.surroundings;
    const { adapter, address } = this.target;
    const from = clock.monotonic();
    const reading = adapter.digest(replies);
    if (reading.state === 'failed') return this.notRead(reading.failure);
    this.failures = 0;
    this.surroundings.models.read(this.target.name, adapter.kind, reading.models, clock.monotonic(), clock.now());
    this.outcome = `${kindNames[adapter.kind]} answers`;
    this.status = this.statusOf(reading);
    if (reading.problem === undefined) this.component?.running();
    else this.component?.degraded(partlyReason(address.url, reading.problem));
    this.costMs += 0.2 * (spentMs + clock.monotonic() - from - this.costMs);
    return intervalMs(adapter.periodMs(clock.monotonic()), this.sampleRate, this.costMs);
  }

  private notRead(failure: HttpFailure): number {
    this.target.adapter.lost();
    return this.fail(describe(failure), reasonFor(this.target.address.url, failure));
  }

  /** Not a failure: what was under way goes on, and so do the figures once the runtime gives them again. */
  private leaveInPeace(): number {
    this.gap();
    this.component?.degraded(tooBusyReason(this.target.address.url));
    return tooBusyMs;
  }

  private fail(outcome: string, reason: string): number {
    this.failures++;
    this.gap();
    this.outcome = outcome;
    if (this.status) this.status = { ...this.status, models: [], notes: [reason] };
    this.component?.degraded(reason);
    return retryMs(this.failures);
  }

  private gap(): void {
    const { clock, models } = this.surroundings;
    models.lost(this.target.name, clock.monotonic(), clock.now());
  }

  private statusOf(reading: Extract<Reading, { state: 'read' }>): RuntimeStatus {
    const { name, address, adapter } = this.target;
    return {
      name,
      kind: adapter.kind,
      url: address.url,
      models: reading.models.map((model) => model.status),
      notes: reading.notes,
      ...(reading.version === undefined ? {} : { version: reading.version }),
    };
  }

  private tell(): void {
    const now = JSON.stringify([this.status, this.outcome, this.failures]);
    if (now === this.told) return;
    this.told = now;
    this.surroundings.changed(this);
  }
}
