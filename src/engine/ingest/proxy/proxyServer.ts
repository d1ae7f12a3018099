import { clauseOf } from '../../../protocol/messageOf';
import type { Clock } from '../../clock';
import type { Component } from '../../component';
import type { Log } from '../../log';
import { listenNear } from '../../serve/listenNear';
import { StepQueue } from '../../stepQueue';
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
  readonly log: Log;
  readonly allowedOrigins: () => readonly string[];
  readonly runtimes: () => readonly ProxiedRuntime[];
  /** Called for each request that is forwarded. */
  readonly openTap: OpenTap;
  /** Told how long each event of an exchange held the thread, ms. */
  readonly held: (ms: number) => void;
}

const host = '127.0.0.1';

/** The measuring reverse proxy. Its failures are its component's state and never reach the caller. */
export class ProxyServer {
  private settings: ProxySettings;
  private isStarted = false;
  private listening: ProxyListener | undefined;
  private baseUrl: string | undefined;
  private readonly taps: TapGuard;
  private readonly steps: StepQueue;

  constructor(private readonly options: ProxyOptions) {
    this.steps = new StepQueue((error) => {
      options.component.degraded(`The proxy stopped: ${clauseOf(error)}. Restart the monitor.`);
    });
    this.settings = { enabled: options.enabled, port: options.port };
    this.taps = new TapGuard(options.openTap, options.log);
  }

  /** Where the proxy listens, such as `http://127.0.0.1:9446`; undefined while it does not. */
  get url(): string | undefined {
    return this.baseUrl;
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
    const listener = new ProxyListener({ ...this.options, taps: this.taps, url: () => this.baseUrl ?? '' });
    let port: number;
    try {
      port = await listenNear(listener.server, host, wanted);
    } catch (error) {
      component.degraded(
        `The proxy does not listen: ${clauseOf(error)}. Requests are not measured, and those sent to it fail. Choose another proxy.port.`,
      );
      return;
    }
    listener.server.on('error', (error) => {
      log('error', `The proxy could not take a connection: ${error.message}. Send the request again.`);
    });
    this.listening = listener;
    this.baseUrl = `http://${host}:${port}`;
    if (wanted !== 0 && port !== wanted)
      log(
        'warn',
        `Port ${wanted} is taken, so the proxy listens at ${this.baseUrl}. Set proxy.port to choose another.`,
      );
    component.running();
  }

  private async close(): Promise<void> {
    const listener = this.listening;
    this.listening = undefined;
    this.baseUrl = undefined;
    if (listener) {
      const closed = new Promise((resolve) => listener.server.close(resolve));
      listener.cutAll();
      await closed;
    }
    this.options.component.stopped();
  }
}
