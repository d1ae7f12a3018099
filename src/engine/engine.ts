import { stackOf } from '../protocol/messageOf';
import type { FromEngine } from '../protocol/engineLink';
import type { InstanceStatus } from '../protocol/instances';
import type { EngineStatus } from '../protocol/status';
import type { Config } from '../protocol/settings';
import { AlertRoom } from './alertRoom';
import { systemClock } from './clock';
import { clockSetBack } from './clockSetBack';
import { SelfCollector } from './collect/self/selfCollector';
import { UxCollector } from './collect/ux/uxCollector';
import { CollectorSwitch } from './collectorSwitch';
import { Components } from './components';
import { earlierTokens } from './earlierTokens';
import { Demand } from './demand';
import { Desks } from './desk/desks';
import { followerDesk } from './desk/followerDesk';
import { requireHeld, Superseded, type Fence } from './elect/fence';
import type { EndOfLeading, Follower, FollowerDesk } from './elect/leading';
import { EnergyRoom } from './energyRoom';
import { pagesOf } from './enginePages';
import type { EngineOptions } from './engineOptions';
import { EngineReport } from './engineReport';
import { serverOf } from './engineServer';
import { EventRoom } from './eventRoom';
import type { Log } from './log';
import { MachineRoom } from './machineRoom';
import { ModelRoom } from './modelRoom';
import { Paced } from './paced';
import { Pipeline } from './pipeline';
import { Recovery } from './recovery';
import { EngineFigures } from './selfFigures';
import { LiveHub } from './serve/live/liveHub';
import type { PageRoom } from './serve/pages/pageRoom';
import type { Server } from './serve/server';
import { StoreRoom } from './storeRoom';
import { StreamHub } from './streamHub';
import { Ticker } from './ticker';

const mebibyte = 1024 * 1024;
const sweepMs = 60_000;
const leastStatusMs = 200;

/** Starts and stops the rooms of the engine in order, and hands each its part of the settings. */
export class Engine {
  readonly streams: StreamHub;
  readonly store: StoreRoom;
  readonly alerts: AlertRoom;
  readonly live: LiveHub;
  readonly ux: UxCollector;
  readonly pages: PageRoom;
  readonly server: Server;
  readonly pipeline: Pipeline;
  /** What the engine before left is not known yet. */
  readonly recovery = new Recovery();
  /** Who talks to this engine; told, five times a second at the most, that the status is another one. */
  readonly desks = new Desks(() => this.status());
  /** Who shares this engine; see {@link sharedBy}. */
  instances: readonly InstanceStatus[] = [];
  /** For how long nobody led before it, ms. */
  readonly takeoverMs: number | undefined;
  private readonly fence: Fence;
  private readonly clock = systemClock;
  private readonly log: Log;
  private readonly components: Components;
  private readonly ticker: Ticker;
  private readonly figures: EngineFigures;
  private readonly machine: MachineRoom;
  private readonly models: ModelRoom;
  private readonly energy: EnergyRoom;
  private readonly events: EventRoom;
  private readonly collectors: CollectorSwitch;
  private config: Config;
  private readonly report: EngineReport;
  private readonly demand: Demand;
  private paused: boolean;
  private hasStopped = false;
  private readonly announcing = new Paced(systemClock, leastStatusMs, () => {
    this.announceStatus();
  });

  constructor(options: EngineOptions) {
    const { config, dataDir, scope } = options;
    const log: Log = (this.log = (level, message) => {
      options.log(level, message);
      this.desks.tellLog(level, message);
    });
    this.config = config;
    this.fence = options.fence;
    this.paused = options.paused ?? false;
    this.components = new Components(({ status }) => {
      if (status.state === 'degraded') log('warn', `${status.id}: ${status.reason}`);
      else log('debug', `${status.id}: ${status.state}`);
      this.announcing.ask();
    });
    this.pipeline = new Pipeline(config['memory.ringMegabytes'] * mebibyte, clockSetBack(log));
    this.ticker = new Ticker(this.clock, (error) => {
      log('error', `A task of the engine failed and is tried again at its next turn: ${stackOf(error)}`);
    });
    const { clock, ticker, components } = this;
    this.store = new StoreRoom({
      ...options,
      log,
      ring: this.pipeline.ring,
      ticker,
      clock,
      component: components.open('store'),
      began: (carried) => {
        this.events.sessionBegan();
        this.models.book.goOnFrom(earlierTokens(carried));
        this.alerts.restore(carried);
      },
      forget: () => {
        this.pipeline.forget();
        this.live.forget();
      },
    });
    this.takeoverMs = options.takeoverMs;
    this.figures = new EngineFigures(this.pipeline, this, config['collectors.frameBudgetMs']);
    this.ticker.ticked = this.figures.ticked;
    const record: StoreRoom['record'] = (type, data, marks) => {
      this.store.record(type, data, marks);
      this.live.event(type, marks?.at ?? clock.now(), data);
    };
    const demandChanged = (): void => {
      this.demand.follow();
    };
    this.events = new EventRoom({
      ticker,
      clock,
      log,
      dataDir,
      record,
      works: (at) => this.models.book.works(at),
      frame: () => ({
        frameId: this.pipeline.frames,
        fps: this.figures.takeFrameRate(clock.monotonic()),
        frameMs: this.figures.frameTimeMs,
      }),
      heartbeat: () => ({ ...this.report.health(), queueDepth: this.store.figures.queueDepth }),
      components: () => components.statuses(),
    });
    this.alerts = new AlertRoom({
      ...options,
      log,
      ticker,
      clock,
      components,
      pipeline: this.pipeline,
      record,
      history: (request) => this.store.history(request),
      recentEvents: (question) => this.store.ask('recentEvents', question),
      demandChanged,
    });
    const { requestEnded, prompted, interfered } = this.events;
    this.models = new ModelRoom({
      config,
      ticker,
      clock,
      components,
      log,
      energyOrigin: () => this.energy.origin,
      changed: () => {
        this.announcing.ask();
      },
      requestEnded,
      prompted,
      interfered,
      held: (ms) => {
        this.figures.held('proxy', ms);
      },
    });
    const { pipeline, alerts, recovery } = this;
    this.live = new LiveHub({
      ...{ pipeline, ticker, clock, alerts, recovery, demandChanged },
      epoch: this.fence.epoch,
    });
    this.alerts.onStep = this.live.alert;
    this.alerts.watchers.add({ changed: this.desks.tellAlerts, noticed: this.desks.notify });
    this.streams = new StreamHub(pipeline, ticker, clock, this.models.book, demandChanged);
    this.machine = new MachineRoom({
      ...{ config, ticker, clock, components, inventoryFile: options.inventoryFile },
      late: this.figures.late,
      found: (names) => {
        this.report.learn(names);
        this.announcing.ask();
      },
    });
    const cpu = this.pipeline.series('system.cpu_percent');
    this.energy = new EnergyRoom({
      config,
      ticker,
      clock,
      components,
      work: this.models.book,
      cpuLoad: () => (this.pipeline.latest(cpu, clock.now())?.value ?? NaN) / 100,
    });
    const { streams, live, models, energy } = this;
    const { system } = this.machine;
    this.demand = new Demand({ streams, live, alerts, models, system, energy });
    this.ux = new UxCollector({ ticker, clock, isEnabled: config['collectors.ux.enabled'] });
    const self = new SelfCollector(ticker, this.figures, scope);
    this.collectors = new CollectorSwitch([system, models, energy, this.ux, self], pipeline, (isOn) => {
      alerts.setMeasuring(isOn);
    });
    this.report = new EngineReport({
      version: options.version,
      startedAt: clock.now(),
      scope,
      config: () => this.config,
      components,
      models: this.models,
      pipeline: this.pipeline,
      figures: this.figures,
      alerts: this.alerts,
      server: () => this.server,
    });
    this.pages = pagesOf(this, { ...options, ticker, config: () => this.config });
    const { report, figures } = this;
    this.server = serverOf({
      ...{ ...options, engine: this, log, ticker, clock, components },
      ...{ pipeline, models, alerts, report, figures },
      moved: () => {
        this.announcing.ask();
      },
    });
  }

  /**
   * Ends when everything was started; what could not be is `degraded` with its reason and goes on trying. The server
   * answers before what an earlier engine recorded is recovered; see {@link Recovery}.
   */
  async start(): Promise<void> {
    this.ticker.every(sweepMs, () => {
      this.pipeline.sweep();
      this.demand.follow();
    });
    this.machine.start();
    this.events.start();
    this.collect();
    await Promise.all([this.models.open().then(() => this.server.start()), this.recover()]);
    this.announcing.ask();
  }

  /** Ends everything; nothing is left that would keep the process or thread alive. */
  async stop(reason: EndOfLeading = 'stopped'): Promise<void> {
    this.hasStopped = true;
    this.streams.closeAll();
    this.collectors.stop();
    this.machine.stop();
    this.events.stop();
    await this.alerts.stop();
    await Promise.all([this.server.stop(), this.models.close(), this.store.stop(reason)]);
    this.ticker.stop();
    this.announcing.stop();
  }

  /** Follows other settings; only what they change is touched. */
  configure(config: Config): void {
    this.events.configured(this.config, config);
    this.config = config;
    this.pipeline.ring.resize(config['memory.ringMegabytes'] * mebibyte);
    this.figures.frameBudgetMs = config['collectors.frameBudgetMs'];
    this.machine.configure(config);
    this.ux.configure(config['collectors.ux.enabled']);
    this.models.configure(config);
    this.energy.configure(config);
    this.server.configure(config);
    this.store.configure(config);
    this.alerts.configure(config);
    this.pages.alertsChanged();
    this.collect();
  }

  /** Before what would be lost with an engine that leads no more. @throws Superseded when it has ended, or is about to. */
  async requireLead(): Promise<void> {
    await requireHeld(this.fence);
    if (this.hasStopped) throw new Superseded(this.fence.epoch);
  }

  pause(): void {
    this.paused = true;
    this.collect();
  }

  resume(): void {
    this.paused = false;
    this.collect();
  }

  /** Whether the user wants nothing to be measured. */
  get isPaused(): boolean {
    return this.paused;
  }

  status(): EngineStatus {
    return this.report.status(this.paused, this.instances);
  }

  /** Lets another process talk to this engine. */
  attach(follower: Follower, post: (message: FromEngine) => void): FollowerDesk {
    return followerDesk(this, follower, post, this.log);
  }

  /** Takes note of who shares it. */
  sharedBy(instances: readonly InstanceStatus[]): void {
    this.instances = instances;
    this.announcing.ask();
  }

  /** No rule is looked at before its alerts, silences and counts of the session before are known. */
  private async recover(): Promise<void> {
    await this.store.start();
    await this.alerts.start();
    this.recovery.end();
    this.live.recovered();
    this.pages.alertsChanged();
  }

  /** Collectors run unless the user paused them or turned the monitor off. */
  private collect(): void {
    // What starts after it was stopped goes on, and with it the thread.
    if (this.hasStopped) return;
    this.collectors.set(this.config.enabled && !this.paused);
    this.announcing.ask();
  }

  private announceStatus(): void {
    this.demand.follow();
    // Programs look for the proxy in the data folder, and it may have moved.
    void this.server.announce();
    this.desks.tellStatus();
    this.pages.statusChanged();
  }
}
