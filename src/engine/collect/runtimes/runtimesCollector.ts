import type { Probe, RuntimeStatus } from '../../../protocol/status';
import type { Clock } from '../../clock';
import type { Components } from '../../components';
import type { Ticker } from '../../ticker';
import type { Collector } from '../collector';
import { Discovery, type DiscoveryOptions } from './discovery/discovery';
import type { LoopbackAddress } from './http/loopbackAddress';
import { LoopbackClient } from './http/loopbackClient';
import type { RuntimeSettings } from './runtimeSettings';
import type { ModelReadings } from './watchedRuntime';
import { Watchlist } from './watchlist';

export interface RuntimesCollectorOptions {
  readonly ticker: Ticker;
  readonly clock: Clock;
  readonly components: Pick<Components, 'open' | 'remove'>;
  readonly settings: RuntimeSettings;
  /** Where readings go. */
  readonly models: ModelReadings;
  /** Told when `statuses` or `probes` say something new. */
  readonly changed: () => void;
  /** The environment's `OLLAMA_HOST`. */
  readonly ollamaHost?: string | undefined;
  /** Ports of model servers that this user runs; those that the process table shows by default. */
  readonly processPorts?: DiscoveryOptions['processPorts'];
}

/** Tokens, speed and queues of the model servers on this machine, by asking them. */
export class RuntimesCollector implements Collector {
  readonly id = 'runtimes';
  private readonly watchlist: Watchlist;
  private readonly discovery: Discovery;
  private readonly client = new LoopbackClient();
  private settings: RuntimeSettings;
  private isStarted = false;
  private isWatching = false;
  private isDiscovering = false;

  constructor(options: RuntimesCollectorOptions) {
    const { ticker, clock, components, models, changed, processPorts } = options;
    const { client } = this;
    this.settings = options.settings;
    this.watchlist = new Watchlist({ ticker, clock, client, models }, components, changed);
    this.discovery = new Discovery({
      ticker,
      clock,
      client,
      ollamaHost: options.ollamaHost ?? process.env['OLLAMA_HOST'],
      ...(processPorts ? { processPorts } : {}),
      isWatched: (port) => this.watchlist.hasPort(port),
      hasFound: () => !this.watchlist.isEmpty,
      found: (kind, address) => {
        this.watchlist.add(kind, address);
      },
      changed,
    });
  }

  start(): void {
    this.isStarted = true;
    this.apply(false);
  }

  stop(): void {
    this.isStarted = false;
    this.apply(false);
  }

  /** Follows other settings; runtimes whose setting stays as it was are left alone. */
  configure(settings: RuntimeSettings): void {
    const hasNewRate = settings.sampleRate !== this.settings.sampleRate;
    this.settings = settings;
    this.apply(hasNewRate);
  }

  /** Where each runtime under watch listens, whether it answers or not. */
  addresses(): { readonly name: string; readonly address: LoopbackAddress }[] {
    return this.watchlist.addresses();
  }

  /** The model servers that answered, as they stand now. */
  statuses(): RuntimeStatus[] {
    return this.watchlist.statuses();
  }

  /** Where the monitor looked, and what it met there. */
  probes(): Probe[] {
    return [...this.watchlist.probes(), ...this.discovery.probes()];
  }

  private apply(hasNewRate: boolean): void {
    const { settings } = this;
    if (!this.isStarted || !settings.enabled) {
      this.halt();
      return;
    }
    if (!this.isWatching || hasNewRate) this.watchlist.start(settings.sampleRate);
    this.isWatching = true;
    this.watchlist.follow(settings.runtimes);
    if (settings.discover === this.isDiscovering) return;
    this.isDiscovering = settings.discover;
    if (settings.discover) {
      this.discovery.start();
    } else {
      this.discovery.stop();
      this.watchlist.dropFound();
    }
  }

  private halt(): void {
    this.isWatching = false;
    this.isDiscovering = false;
    this.discovery.stop();
    this.watchlist.clear();
    this.client.close();
  }
}
