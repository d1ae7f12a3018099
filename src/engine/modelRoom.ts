import type { Origin } from '../protocol/metric';
import type { Config } from '../protocol/settings';
import type { Probe, RuntimeStatus } from '../protocol/status';
import type { Clock } from './clock';
import type { Sink } from './collect/collector';
import { runtimeSettingsOf } from './collect/runtimes/runtimeSettings';
import { RuntimesCollector } from './collect/runtimes/runtimesCollector';
import type { Components } from './components';
import { measuring, type MeasuringOptions } from './ingest/measure/measuring';
import { ProxyServer } from './ingest/proxy/proxyServer';
import type { Log } from './log';
import { ModelBook, type ModelBookOptions } from './models/modelBook';
import { RequestTimes } from './models/requestTimes';
import type { Ticker } from './ticker';

export interface ModelRoomOptions {
  readonly config: Config;
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly components: Components;
  readonly log: Log;
  /** What the energy that is shared among models covers. */
  readonly energyOrigin: () => Origin | undefined;
  /** Told when `runtimes` or `probes` may say something new. */
  readonly changed: () => void;
  readonly requestEnded: NonNullable<ModelBookOptions['requestEnded']>;
  readonly interfered: NonNullable<ModelBookOptions['interfered']>;
  readonly prompted: NonNullable<MeasuringOptions['prompted']>;
  /** Told how long a part of an exchange held the thread, ms. */
  readonly held: (ms: number) => void;
}

/** Everything about models: their runtimes under watch, the measuring proxy, and the account of both. */
export class ModelRoom {
  readonly book: ModelBook;
  readonly times = new RequestTimes();
  private readonly collector: RuntimesCollector;
  private readonly proxy: ProxyServer;
  private config: Config;
  private isCollecting = false;

  constructor(options: ModelRoomOptions) {
    const { config, ticker, clock, components, log, changed, prompted, held } = options;
    this.config = config;
    this.book = new ModelBook({
      ...options,
      metrics: config['collectors.model.metrics'],
      requestEnded: (request) => {
        this.times.add(request);
        options.requestEnded(request);
      },
    });
    this.collector = new RuntimesCollector({
      ticker,
      clock,
      components,
      settings: runtimeSettingsOf(config),
      models: this.book,
      changed,
    });
    const openTap = measuring({
      sink: this.book,
      clock,
      log,
      prompted,
      vocabularyOf: (runtime, model) => this.book.vocabularyOf(runtime, model),
    });
    this.proxy = new ProxyServer({
      port: config['proxy.port'],
      enabled: config['proxy.enabled'],
      component: components.open('proxy'),
      clock,
      ticker,
      moved: changed,
      log,
      allowedOrigins: () => this.config['server.allowedOrigins'],
      runtimes: () => this.collector.addresses(),
      // Requests pass in any case; while the monitor is paused they are not looked at.
      openTap: (head) => (this.isCollecting && this.config['collectors.model.enabled'] ? openTap(head) : undefined),
      held,
    });
  }

  /** Base URL of the measuring proxy; undefined while it does not listen. */
  get proxyUrl(): string | undefined {
    return this.proxy.url;
  }

  /** Ends when the proxy listens, or has said in its state why not. */
  open(): Promise<void> {
    return this.proxy.start();
  }

  close(): Promise<void> {
    return this.proxy.stop();
  }

  start(sink: Sink): void {
    this.isCollecting = true;
    this.book.start(sink);
    this.collector.start();
  }

  stop(): void {
    this.isCollecting = false;
    this.collector.stop();
    this.book.stop();
  }

  configure(config: Config): void {
    this.config = config;
    this.book.metrics = config['collectors.model.metrics'];
    this.collector.configure(runtimeSettingsOf(config));
    this.proxy.configure({ enabled: config['proxy.enabled'], port: config['proxy.port'] });
  }

  /** Whether a model is ready on this machine, or was used a moment ago. */
  get isReady(): boolean {
    return (
      this.book.isBusy || this.collector.statuses().some(({ models }) => models.some(({ isElsewhere }) => !isElsewhere))
    );
  }

  /** Model servers that answered, with what the proxy sees of their models. */
  runtimes(): RuntimeStatus[] {
    return this.book.joined(this.collector.statuses());
  }

  probes(): Probe[] {
    return this.collector.probes();
  }
}
