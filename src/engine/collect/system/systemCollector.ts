import type { Clock } from '../../clock';
import type { Components } from '../../components';
import type { Group } from '../../metrics/group';
import type { Stoppable, Ticker } from '../../ticker';
import type { Collector, Sink } from '../collector';
import type { PartContext, PartPlan } from './part';
import { platformOf, type Platform } from './platform';
import type { SystemSettings } from './systemSettings';

export interface SystemCollectorOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly components: Pick<Components, 'open'>;
  readonly settings: SystemSettings;
  /** What can be read here; the platform that the process runs on by default. */
  readonly platform?: Platform;
  /** Told how many periods a tick came too late. */
  readonly late?: (periods: number) => void;
}

interface RunningPart {
  readonly hz: number;
  readonly part: Stoppable;
}

/** CPU, memory, disks, network, connections and processes of this machine. */
export class SystemCollector implements Collector {
  readonly id = 'system';
  private readonly platform: Platform;
  private readonly running = new Map<PartPlan, RunningPart>();
  private readonly groups = new Map<string, Group>();
  private sink: Sink | undefined;
  private isRunning = false;
  private settings: SystemSettings;
  private isDemanded = false;

  constructor(private readonly options: SystemCollectorOptions) {
    this.settings = options.settings;
    this.platform = options.platform ?? platformOf(process.platform, options.clock);
  }

  start(sink: Sink): void {
    if (this.isRunning) return;
    // Groups belong to the sink that made them.
    if (sink !== this.sink) this.groups.clear();
    this.sink = sink;
    this.isRunning = true;
    this.apply();
  }

  stop(): void {
    this.isRunning = false;
    for (const plan of [...this.running.keys()]) this.end(plan);
  }

  /** Follows other settings. Parts whose switch and rate stay as they were are left alone. */
  configure(settings: SystemSettings): void {
    this.settings = settings;
    this.apply();
  }

  /** Whether somebody looks at processes, or a rule asks for them; only then they are read. */
  setDemanded(isDemanded: boolean): void {
    this.isDemanded = isDemanded;
    this.apply();
  }

  private apply(): void {
    const { sink, settings } = this;
    if (!this.isRunning || !sink) return;
    for (const plan of this.platform.parts) {
      const isWanted = settings.groups.has(plan.belongsTo) && (this.isDemanded || !plan.onDemand);
      const hz = plan.hz(settings);
      const running = this.running.get(plan);
      if (running && (!isWanted || running.hz !== hz)) this.end(plan);
      if (isWanted && !this.running.has(plan)) this.begin(plan, hz, sink);
    }
    for (const { metric, belongsTo, reason } of this.platform.absent)
      if (settings.groups.has(belongsTo)) sink.setQuality(sink.series(metric), 'unavailable', reason);
  }

  private begin(plan: PartPlan, hz: number, sink: Sink): void {
    const { ticker, clock, components, late = () => undefined } = this.options;
    const context: PartContext = {
      sink,
      ticker,
      clock,
      component: components.open(plan.id),
      late,
      group: (name, rate) => this.group(sink, name, rate),
    };
    this.running.set(plan, { hz, part: plan.start(context, hz) });
  }

  private end(plan: PartPlan): void {
    this.running.get(plan)?.part.stop();
    this.running.delete(plan);
    this.options.components.open(plan.id).stopped();
  }

  private group(sink: Sink, name: string, hz: number): Group {
    let group = this.groups.get(name);
    if (!group) this.groups.set(name, (group = sink.group(name, hz)));
    group.setRate(hz);
    return group;
  }
}
