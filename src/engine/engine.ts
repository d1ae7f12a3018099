import { stackOf } from '../protocol/messageOf';
import type { EngineStatus } from '../protocol/status';
import type { Config } from '../protocol/settings';
import { AlertRoom } from './alertRoom';
import { systemClock } from './clock';
import { clockSetBack } from './clockSetBack';
import type { Collector } from './collect/collector';
import { Inventory } from './collect/inventory/inventory';
import type { Scope } from './collect/self/ownUsage';
import { SelfCollector } from './collect/self/selfCollector';
import { SystemCollector } from './collect/system/systemCollector';
import { systemSettingsOf } from './collect/system/systemSettings';
import { UxCollector } from './collect/ux/uxCollector';
import { Components } from './components';
import { earlierTokens } from './earlierTokens';
import { Demand } from './demand';
import { EnergyRoom } from './energyRoom';
import { EngineReport } from './engineReport';
import { sourcesOf } from './engineSources';
import { EventRoom } from './eventRoom';
import type { Log } from './log';
import type { MetricReader } from './metrics/reader';
import { ModelRoom } from './modelRoom';
import { Paced } from './paced';
import { Pipeline } from './pipeline';
import { EngineFigures } from './selfFigures';
import { LiveHub } from './serve/live/liveHub';
import { Server } from './serve/server';
import type { Unlocker } from './store/encryption/unlocker';
import { StoreRoom } from './storeRoom';
import { StreamHub } from './streamHub';
import { Ticker } from './ticker';

export interface EngineOptions {
  readonly config: Config;
  readonly dataDir: string;
  readonly version: string;
  readonly log: Log;
  /** Whether the engine has its process to itself, for the account of its own cost. */
  readonly scope: Scope;
  /** The bundled entry of the thread that takes stock of the hardware. */
  readonly inventoryFile: string;
  /** The bundled entry of the store's thread. */
  readonly storeFile: string;
  /** The bundled entry of the thread that makes a certificate for the server. */
  readonly certificateFile: string;
  /** The rules that a data folder without any begins with. */
  readonly defaultRules: string;
  /** Opens an encrypted store, where it is known at the start. */
  readonly unlocker?: Unlocker;
}

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
  readonly server: Server;
  /** Told, five times a second at the most, that the status is another one. */
  onStatus: (status: EngineStatus) => void = () => undefined;
  private readonly clock = systemClock;
  private readonly components: Components;
  private readonly ticker: Ticker;
  private readonly pipeline: Pipeline;
  private readonly figures: EngineFigures;
  private readonly system: SystemCollector;
  private readonly models: ModelRoom;
  private readonly energy: EnergyRoom;
  private readonly events: EventRoom;
  private readonly collectors: readonly Pick<Collector, 'start' | 'stop'>[];
  private readonly inventory: Inventory;
  private config: Config;
  private readonly report: EngineReport;
  private readonly demand: Demand;
  private paused = false;
  private collecting = false;
  private announcedProxy: string | undefined;
  private readonly announcing = new Paced(systemClock, leastStatusMs, () => {
    this.announceStatus();
  });

  constructor(options: EngineOptions) {
    const { config, dataDir, log, scope } = options;
    this.config = config;
    this.components = new Components((component) => {
      const { status } = component;
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
      ticker,
      clock,
      components,
      pipeline: this.pipeline,
      record,
      tells: () => this.store.recorder !== 'another process',
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
    const { pipeline, alerts } = this;
    this.live = new LiveHub({ pipeline, ticker, clock, epoch: clock.now(), alerts, demandChanged });
    this.alerts.onStep = this.live.alert;
    this.streams = new StreamHub(this.pipeline, ticker, clock, this.models.book, demandChanged);
    this.system = new SystemCollector({
      ticker,
      clock,
      components,
      settings: systemSettingsOf(config),
      late: this.figures.late,
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
    const { streams, live, models, system, energy } = this;
    this.demand = new Demand({ streams, live, alerts, models, system, energy });
    this.ux = new UxCollector({ ticker, clock, isEnabled: config['collectors.ux.enabled'] });
    this.collectors = [this.system, this.models, this.energy, this.ux, new SelfCollector(ticker, this.figures, scope)];
    this.inventory = new Inventory({
      ticker,
      clock,
      component: components.open('inventory'),
      workerFile: options.inventoryFile,
      found: (names) => {
        this.report.learn(names);
        this.announcing.ask();
      },
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
    this.server = new Server({
      config,
      dataDir,
      component: components.open('server'),
      clock,
      ticker,
      log,
      live: this.live,
      certificateFile: options.certificateFile,
      sources: sourcesOf({ engine: this, pipeline, models, alerts, report: this.report, clock }),
      held: (ms) => {
        this.figures.held('request', ms);
      },
    });
  }

  get reader(): MetricReader {
    return this.pipeline;
  }

  /** Ends when everything was started; what could not be is `degraded` with its reason and goes on trying. */
  async start(): Promise<void> {
    this.ticker.every(sweepMs, () => {
      this.pipeline.sweep();
      this.demand.follow();
    });
    this.inventory.start();
    this.events.start();
    this.collect();
    await Promise.all([this.models.open(), this.store.start()]);
    await this.alerts.start();
    this.announcedProxy = this.models.proxyUrl;
    await this.server.start();
    this.announcing.ask();
  }

  /** Ends everything; nothing is left that would keep the process or thread alive. */
  async stop(): Promise<void> {
    this.streams.closeAll();
    for (const collector of this.collectors) collector.stop();
    this.inventory.stop();
    this.events.stop();
    await this.alerts.stop();
    await Promise.all([this.server.stop(), this.models.close(), this.store.stop()]);
    this.ticker.stop();
    this.announcing.stop();
    this.onStatus = () => undefined;
  }

  /** Follows other settings; only what they change is touched. */
  configure(config: Config): void {
    this.events.configured(this.config, config);
    this.config = config;
    this.pipeline.ring.resize(config['memory.ringMegabytes'] * mebibyte);
    this.figures.frameBudgetMs = config['collectors.frameBudgetMs'];
    this.system.configure(systemSettingsOf(config));
    this.ux.configure(config['collectors.ux.enabled']);
    this.models.configure(config);
    this.energy.configure(config);
    this.server.configure(config);
    this.store.configure(config);
    this.alerts.configure(config);
    this.collect();
    this.announcing.ask();
  }

  pause(): void {
    this.paused = true;
    this.collect();
    this.announcing.ask();
  }

  resume(): void {
    this.paused = false;
    this.collect();
    this.announcing.ask();
  }

  status(): EngineStatus {
    return this.report.status(this.paused);
  }

  /** Collectors run unless the user paused them or turned the monitor off. */
  private collect(): void {
    const shall = this.config.enabled && !this.paused;
    if (shall === this.collecting) return;
    this.collecting = shall;
    this.alerts.setMeasuring(shall);
    for (const collector of this.collectors) {
      if (shall) collector.start(this.pipeline);
      else collector.stop();
    }
  }

  /** Programs look for the proxy in the data folder, and it may have moved. */
  private announceProxy(): void {
    const { proxyUrl } = this.models;
    if (proxyUrl === this.announcedProxy) return;
    this.announcedProxy = proxyUrl;
    void this.server.announce();
  }

  private announceStatus(): void {
    this.demand.follow();
    this.announceProxy();
    this.onStatus(this.status());
  }
}
