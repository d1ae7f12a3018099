import { readLoopbackAddress } from '../../src/engine/collect/runtimes/http/loopbackAddress';
import { systemClock } from '../../src/engine/clock';
import { Component } from '../../src/engine/component';
import type { OpenTap } from '../../src/engine/ingest/proxy/exchangeTap';
import type { ProxiedRuntime } from '../../src/engine/ingest/proxy/proxiedRuntime';
import { ProxyServer, type ProxyOptions } from '../../src/engine/ingest/proxy/proxyServer';
import type { Message } from './messageReader';
import { RawClient } from './rawClient';
import { RawRuntime, type RawPeer } from './rawRuntime';

/** Keeps no test waiting that forgets to stop it. */
const everyByTimer: ProxyOptions['ticker'] = {
  every: (periodMs, run) => {
    const timer = setInterval(run, periodMs, 0).unref();
    return {
      stop: () => {
        clearInterval(timer);
      },
    };
  },
};

/** A proxy on a free port of this machine. */
export class Proxied {
  readonly component = new Component('proxy');
  readonly said: string[] = [];
  readonly held: number[] = [];
  readonly server: ProxyServer;
  allowedOrigins: readonly string[] = [];
  /** Called through, so that a test may exchange it. */
  openTap: OpenTap = () => undefined;

  private constructor(
    readonly runtimes: ProxiedRuntime[],
    port: number,
  ) {
    this.server = new ProxyServer({
      port,
      enabled: true,
      component: this.component,
      clock: systemClock,
      ticker: everyByTimer,
      moved: () => this.said.push('moved'),
      homePeriodMs: 50,
      log: (level, message) => this.said.push(`${level}: ${message}`),
      allowedOrigins: () => this.allowedOrigins,
      runtimes: () => this.runtimes,
      openTap: (head) => this.openTap(head),
      held: (ms) => this.held.push(ms),
    });
  }

  /** @param urls The runtimes' URLs by name. */
  static async start(urls: Readonly<Record<string, string>>, port = 0): Promise<Proxied> {
    const proxied = new Proxied(
      Object.entries(urls).map(([name, url]) => runtimeAt(name, url)),
      port,
    );
    await proxied.server.start();
    return proxied;
  }

  get port(): number {
    const { url } = this.server;
    if (url === undefined) throw new Error(`The proxy does not listen: ${JSON.stringify(this.component.status)}`);
    return Number(new URL(url).port);
  }

  connect(keepsText = true): RawClient {
    return new RawClient(this.port, keepsText);
  }
}

export function runtimeAt(name: string, url: string): ProxiedRuntime {
  const check = readLoopbackAddress(url);
  if (!('address' in check)) throw new Error(`${url} ${check.reason}`);
  return { name, address: check.address };
}

/** A runtime called `r`, and a proxy before it. */
export async function withRuntime(
  answer: (request: Message, peer: RawPeer) => void,
  use: (proxied: Proxied, runtime: RawRuntime) => Promise<void>,
): Promise<void> {
  const runtime = await RawRuntime.start(answer);
  const proxied = await Proxied.start({ r: `http://127.0.0.1:${runtime.port}` });
  try {
    await use(proxied, runtime);
  } finally {
    await proxied.server.stop();
    await runtime.stop();
  }
}
