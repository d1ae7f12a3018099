import type { Clock } from '../../clock';
import type { Component } from '../../component';
import type { Components } from '../../components';
import type { EnergyDomains } from '../../energy/energyDomain';
import type { Stoppable, Ticker } from '../../ticker';
import type { Collector, Sink } from '../collector';
import type { GpuInfo } from './gpu';
import { GpuBoard } from './gpuBoard';
import { gpuPlatformOf } from './gpuPlatform';
import { GpuProcesses, processesHz } from './gpuProcesses';
import type { GpuContext, GpuPlatform, RunningSource } from './gpuSource';

export interface GpuCollectorOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly components: Pick<Components, 'open'>;
  readonly enabled: boolean;
  readonly domains: EnergyDomains;
  /** Readings a second; drivers renew their figures 1 to 6 times a second. */
  readonly sampleHz?: number;
  /** Rated power in watts for GPUs without a sensor; null to make no estimate. */
  readonly ratedWatts: number | null;
  /** What can be read here; the platform that the process runs on by default. */
  readonly platform?: GpuPlatform;
  /** Told that `gpus()` is another list. */
  readonly changed?: () => void;
}

const defaultHz = 2;
const leastHz = 0.2;
const mostHz = 5;
/** Views are opened and closed in passing; a program is not ended and started for that. */
const lingerMs = 10_000;
const watchMs = 2000;

/** Load, memory, temperature and power of GPUs, read only while somebody wants them. */
export class GpuCollector implements Collector {
  readonly id = 'gpu';
  private readonly platform: GpuPlatform;
  private readonly opened = new Map<string, Component>();
  private sink: Sink | undefined;
  private board: GpuBoard | undefined;
  private processes: GpuProcesses | undefined;
  private sources: readonly RunningSource[] = [];
  private watching: Stoppable | undefined;
  private asking: Stoppable | undefined;
  private isRunning = false;
  private isEnabled: boolean;
  private ratedWatts: number | null;
  private isDemanded = false;
  private isViewed = false;
  private areProcessesDemanded = false;
  private wantedUntil = -Infinity;

  constructor(private readonly options: GpuCollectorOptions) {
    this.platform = options.platform ?? gpuPlatformOf(process.platform);
    this.isEnabled = options.enabled;
    this.ratedWatts = options.ratedWatts;
  }

  start(sink: Sink): void {
    if (this.isRunning) return;
    if (sink !== this.sink) this.bind(sink);
    this.isRunning = true;
    this.apply();
  }

  stop(): void {
    this.isRunning = false;
    this.apply();
  }

  configure({ enabled, ratedWatts }: { readonly enabled: boolean; readonly ratedWatts: number | null }): void {
    this.isEnabled = enabled;
    this.ratedWatts = ratedWatts;
    this.apply();
  }

  /**
   * Whether somebody wants GPU figures.
   * @param isViewed Whether a view shows them; on battery only that is reason enough.
   */
  setDemanded(isDemanded: boolean, isViewed = isDemanded): void {
    if (this.isDemanded && !isDemanded) this.wantedUntil = this.options.clock.monotonic() + lingerMs;
    this.isDemanded = isDemanded;
    this.isViewed = isDemanded && isViewed;
    this.apply();
  }

  /** Whether somebody looks at the GPU memory of processes, or a rule asks for it. */
  setProcessesDemanded(isDemanded: boolean): void {
    this.areProcessesDemanded = isDemanded;
    this.apply();
  }

  /** The GPUs that are known, in the order of their numbers. */
  gpus(): readonly GpuInfo[] {
    return this.board?.infos() ?? [];
  }

  private bind(sink: Sink): void {
    this.sink = sink;
    this.board = new GpuBoard({
      sink,
      domains: this.options.domains,
      ratedWatts: () => this.ratedWatts,
      changed: () => this.options.changed?.(),
    });
    this.processes = new GpuProcesses(
      sink,
      this.platform.processName,
      () => this.options.clock.now(),
      () => this.component('gpu.processes'),
    );
  }

  private apply(): void {
    const mayRun = this.isRunning && this.isEnabled;
    if (mayRun) this.number();
    const isWanted = mayRun && (this.isDemanded || this.options.clock.monotonic() < this.wantedUntil);
    if (isWanted)
      this.watching ??= this.options.ticker.every(watchMs, () => {
        this.apply();
      });
    else this.end('watching');
    if (isWanted && (this.isViewed || !this.platform.isOnBattery())) this.open();
    else this.close();
    if (this.sources.length > 0 && this.areProcessesDemanded) this.ask();
    else this.end('asking');
  }

  /** Gives the GPUs that are there their numbers before any source does, in the order of their addresses. */
  private number(): void {
    if (!this.board || this.board.infos().length > 0) return;
    for (const facts of this.platform.known()) this.board.at(facts)?.setAsleep(facts.asleep);
  }

  private open(): void {
    const { ticker, clock, domains, sampleHz = defaultHz } = this.options;
    if (this.sources.length > 0 || !this.board) return;
    const context: GpuContext = {
      board: this.board,
      domains,
      ticker,
      clock,
      hz: Math.min(mostHz, Math.max(leastHz, sampleHz)),
      component: (id) => this.component(id),
    };
    this.sources = this.platform.sources.map((start) => start(context));
  }

  private close(): void {
    if (this.sources.length === 0) return;
    for (const source of this.sources) source.stop();
    this.sources = [];
    this.board?.gap();
    for (const component of this.opened.values()) component.stopped();
  }

  private ask(): void {
    if (this.asking) return;
    const read = (): void => {
      if (this.gpus().length > 0) void this.processes?.read(this.sources);
    };
    this.asking = this.options.ticker.every(1000 / processesHz, read);
    read();
  }

  private end(task: 'watching' | 'asking'): void {
    this[task]?.stop();
    this[task] = undefined;
  }

  private component(id: string): Component {
    let component = this.opened.get(id);
    if (!component) this.opened.set(id, (component = this.options.components.open(id)));
    return component;
  }
}
