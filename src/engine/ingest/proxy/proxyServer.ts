import { clauseOf } from '../../../protocol/messageOf';
import type { Clock } from '../../clock';
import type { Component } from '../../component';
import type { Log } from '../../log';
import { Homecoming } from '../../serve/homecoming';
import { listenAt, listenNear } from '../../serve/listenNear';
import { StepQueue } from '../../stepQueue';
import type { Ticker } from '../../ticker';
import type { OpenTap } from './exchangeTap';
import type { ProxiedRuntime } from './proxiedRuntime';
import { ProxyListener } from './proxyListener';
import { TapGuard } from './tapGuard';

/** The settings of the proxy. */
export interface ProxySettings {
  readonly enabled: boolean;
  /** 1 to 65535; 0 takes any free one. */
  readonly port: number;
}

export interface ProxyOptions extends ProxySettings {
  readonly component: Component;
  readonly clock: Clock;
  readonly ticker: Pick<Ticker, 'every'>;
  readonly log: Log;
  readonly allowedOrigins: () => readonly string[];
  readonly runtimes: () => readonly ProxiedRuntime[];
  /** Called for each request that is forwarded. */
  readonly openTap: OpenTap;
  /** Told that it listens at another port than before. */
  readonly moved: () => void;
  /** Between two tries to go back to the port of the settings, ms; see {@link Homecoming}. */
  readonly homePeriodMs?: number;
  /** Told how long each event of an exchange held the thread, ms. */
  readonly held: (ms: number) => void;
}

const host = '127.0.0.1';

/** The measuring reverse proxy. Its failures are its component's state and never reach the caller. */
export class ProxyServer {
  private settings: ProxySettings;
  private isStarted = false;
  private listening: ProxyListener | undefined;
  /** Where it listened before: what is under way there ends, and nothing new begins. */
  private readonly left = new Set<ProxyListener>();
  private port = 0;
  private readonly taps: TapGuard;
  private readonly steps: StepQueue;
  private readonly homecoming: Homecoming;

  constructor(private readonly options: ProxyOptions) {
    this.steps = new StepQueue((error) => {
      options.component.degraded(`The proxy stopped: ${clauseOf(error)}. Restart the monitor.`);
    });
    this.settings = { enabled: options.enabled, port: options.port };
    this.taps = new TapGuard(options.openTap, options.log);
    const { ticker, homePeriodMs } = options;
    this.homecoming = new Homecoming(ticker, () => void this.steps.run(() => this.goHome()), homePeriodMs);
  }

  /** Where the proxy listens, such as `http://127.0.0.1:9446`; undefined while it does not. */
  get url(): string | undefined {
    return this.listening && urlAt(this.port);
  }

  /** Ends when the proxy listens, or has said in its state why not. */
  start(): Promise<void> {
    this.isStarted = true;
    return this.steps.run(() => this.open());
  }

  /** Ends the answers under way too. */
  stop(): Promise<void> {
    this.isStarted = false;
    return this.steps.run(() => this.close());
  }

  /** Takes over new settings; listens anew only when they differ. */
  configure({ enabled, port }: ProxySettings): void {
    const before = this.settings;
    this.settings = { enabled, port };
    if (!this.isStarted || (before.enabled === enabled && before.port === port)) return;
    void this.steps.run(async () => {
      await this.close();
      await this.open();
    });
  }

  private async open(): Promise<void> {
    const { component, log } = this.options;
    if (!this.isStarted || this.listening || !this.settings.enabled) return;
    component.starting();
    const wanted = this.settings.port;
    const listener = this.create();
    try {
      this.port = await listenNear(listener.server, host, wanted);
    } catch (error) {
      component.degraded(
        `The proxy does not listen: ${clauseOf(error)}. Requests are not measured, and those sent to it fail. Choose another proxy.port.`,
      );
      return;
    }
    this.listening = listener;
    if (this.isAway)
      log(
        'warn',
        `Port ${wanted} is taken, so the proxy listens at ${urlAt(this.port)} until it is free. Set proxy.port to choose another.`,
      );
    this.homecoming.follow(this.isAway);
    component.running();
  }

  private get isAway(): boolean {
    const home = this.settings.port;
    return this.listening !== undefined && home !== 0 && this.port !== home;
  }

  /** Listens at the port of the settings instead of the one that it had to take, if that port is free by now. */
  private async goHome(): Promise<void> {
    const { log, moved } = this.options;
    const { listening: before, settings } = this;
    if (!before || !this.isAway) return;
    const next = this.create();
    try {
      if (!(await listenAt(next.server, host, settings.port))) return;
    } catch (error) {
      log('debug', `The proxy cannot go back to port ${settings.port} yet: ${clauseOf(error)}.`);
      return;
    }
    this.listening = next;
    this.port = settings.port;
    this.homecoming.follow(false);
    log('info', `Port ${settings.port} is free again, so the proxy listens at ${urlAt(this.port)} from now on.`);
    // A model may be in the middle of an answer: whoever is connected is left alone.
    this.left.add(before);
    before.server.close(() => this.left.delete(before));
    moved();
  }

  private create(): ProxyListener {
    const { log } = this.options;
    const listener = new ProxyListener({ ...this.options, taps: this.taps, url: () => this.url ?? '' });
    listener.server.once('listening', () => {
      listener.server.on('error', (error) => {
        log('error', `The proxy could not take a connection: ${error.message}. Send the request again.`);
      });
    });
    return listener;
  }

  private async close(): Promise<void> {
    const { listening } = this;
    this.listening = undefined;
    this.homecoming.follow(false);
    for (const listener of this.left) listener.cutAll();
    if (listening) {
      const closed = new Promise((resolve) => listening.server.close(resolve));
      listening.cutAll();
      await closed;
    }
    this.options.component.stopped();
  }
}

function urlAt(port: number): string {
  return `http://${host}:${port}`;
}
