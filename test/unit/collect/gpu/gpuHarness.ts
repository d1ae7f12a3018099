import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../../src/engine/clock';
import { GpuBoard } from '../../../../src/engine/collect/gpu/gpuBoard';
import type { GpuContext } from '../../../../src/engine/collect/gpu/gpuSource';
import { Components } from '../../../../src/engine/components';
import type { DomainFacts, EnergyDomain, EnergyDomains } from '../../../../src/engine/energy/energyDomain';
import { Ticker } from '../../../../src/engine/ticker';
import { settled } from '../../../support/settled';
import { FakeSink } from '../system/fakeSink';

/** Writes down what was announced and read, as `gpu0 power 71.32`. */
export class FakeDomains implements EnergyDomains {
  readonly facts: DomainFacts[] = [];
  readonly log: string[] = [];
  private readonly opened = new Map<string, EnergyDomain>();

  open(facts: DomainFacts): EnergyDomain {
    this.facts.push(facts);
    const key = `${facts.domain} ${facts.origin.method === 'estimate' ? 'estimated' : 'measured'}`;
    const domain = this.opened.get(key) ?? this.make(facts.domain);
    this.opened.set(key, domain);
    return domain;
  }

  private make(label: string): EnergyDomain {
    const write = (what: string, value: number | string = ''): void => {
      this.log.push(`${label} ${what} ${value}`.trim());
    };
    return {
      counter: (_at, joules) => {
        write('counter', joules);
      },
      power: (_at, watts) => {
        write('power', Number(watts.toFixed(3)));
      },
      gap: () => {
        write('gap');
      },
      unavailable: (reason) => {
        write('unavailable', reason);
      },
      close: () => {
        write('close');
      },
    };
  }
}

const stepMs = 100;

/** Time that passes when told, and everything that GPU figures go to. */
export class GpuHarness {
  readonly sink = new FakeSink();
  readonly domains = new FakeDomains();
  readonly clock: Clock = { now: () => Date.now(), monotonic: () => Date.now() };
  readonly components = new Components(() => undefined);
  readonly errors: unknown[] = [];
  readonly ticker: Ticker;
  readonly board: GpuBoard;
  ratedWatts: number | null = null;
  changes = 0;

  constructor() {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
    this.ticker = new Ticker(this.clock, (error) => this.errors.push(error));
    this.board = new GpuBoard({
      sink: this.sink,
      domains: this.domains,
      ratedWatts: () => this.ratedWatts,
      changed: () => {
        this.changes++;
      },
    });
  }

  get context(): GpuContext {
    const { board, domains, ticker, clock, components } = this;
    return { board, domains, ticker, clock, hz: 2, component: (id) => components.open(id) };
  }

  pass(ms: number): void {
    for (let left = ms; left > 0; left -= stepMs) mock.timers.tick(Math.min(left, stepMs));
  }

  /** Lets what other programs and files answer come in. */
  async settle(): Promise<void> {
    await settled();
  }

  async until(isSo: () => boolean, what: string): Promise<void> {
    const end = process.hrtime.bigint() + 20_000_000_000n;
    while (!isSo()) {
      if (process.hrtime.bigint() > end) throw new Error(`${what} did not happen.`);
      await turn();
    }
  }

  /** The newest frame of a GPU: percent, memory percent, bytes, degrees, throttled. */
  last(gpu: number): readonly number[] {
    return Object.values(this.sink.last(`gpu.${gpu}`));
  }

  /** The reason of a metric of a GPU; empty while it is measured. */
  reason(
    metric: 'percent' | 'memory_percent' | 'memory_used_bytes' | 'temperature_celsius' | 'throttled',
    gpu = 0,
  ): string {
    return this.sink.series(`system.gpu_${metric}`, { gpu: String(gpu) }).reason ?? '';
  }

  state(id: string): string {
    const status = this.components.statuses().find((one) => one.id === id);
    if (!status) return 'absent';
    return status.state === 'degraded' ? `degraded: ${status.reason}` : status.state;
  }

  dispose(): void {
    this.ticker.stop();
    mock.timers.reset();
  }
}
