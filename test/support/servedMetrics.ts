import { mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Config } from '../../src/protocol/settings';
import { systemClock } from '../../src/engine/clock';
import { Component } from '../../src/engine/component';
import { defaults } from '../../src/engine/config/defaults';
import type { MetricReader } from '../../src/engine/metrics/reader';
import type { ModelTimes } from '../../src/engine/models/requestTimes';
import { Pipeline } from '../../src/engine/pipeline';
import { LiveHub, type LiveHubOptions } from '../../src/engine/serve/live/liveHub';
import { memoryHistory } from './memoryHistory';
import { Server } from '../../src/engine/serve/server';
import type { Sources } from '../../src/engine/serve/sources';
import type { Control } from '../../src/engine/serve/control/commandAnswer';
import { Ticker } from '../../src/engine/ticker';
import { FakeReader, figures, recovered, status } from './fakeSources';

/** A server of its own on a free port of this machine, with its data folder. */
export class ServedMetrics {
  readonly component = new Component('server');
  readonly said: string[] = [];
  readonly held: number[] = [];
  /** What requests of models took, as the server tells Prometheus. */
  readonly times: ModelTimes[] = [];
  readonly server: Server;
  /** What is committed here reaches those who listen. */
  readonly pipeline = new Pipeline(2 ** 22);
  readonly live: LiveHub;
  private readonly ticker = new Ticker(systemClock, (error) => {
    throw error;
  });

  private constructor(
    readonly dataDir: string,
    readonly config: Config,
    reader: MetricReader,
    control: Control,
    history: Sources['history'],
    live: Partial<LiveHubOptions>,
    sources: Partial<Sources>,
  ) {
    this.live = new LiveHub({
      pipeline: this.pipeline,
      clock: systemClock,
      ticker: this.ticker,
      epoch: 1,
      alerts: { info: () => ({ active: [] }) },
      recovery: recovered(),
      demandChanged: () => undefined,
      ...live,
    });
    this.server = new Server({
      config,
      dataDir,
      component: this.component,
      clock: systemClock,
      ticker: this.ticker,
      live: this.live,
      proxyUrl: () => undefined,
      homePeriodMs: 50,
      moved: () => this.said.push('moved'),
      certificateFile: path.resolve('dist/certificate.js'),
      log: (level, message) => this.said.push(`${level}: ${message}`),
      sources: {
        reader,
        recovery: recovered(),
        status: () => status,
        activity: () => ({ models: [], requests: [] }),
        times: () => this.times,
        alerts: () => ({ active: [], recent: [] }),
        figures: () => figures,
        backup: () => ({ ready: true }),
        control,
        history,
        ...sources,
      },
      held: (ms) => this.held.push(ms),
    });
  }

  static async start(
    changes: Partial<Config> = {},
    reader: MetricReader = new FakeReader(),
    control: Control = () => Promise.resolve({}),
    history: Sources['history'] = (request, signal) => memoryHistory(reader, Date.now(), request, signal),
    live: Partial<LiveHubOptions> = {},
    sources: Partial<Sources> = {},
  ): Promise<ServedMetrics> {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-server-'));
    const served = new ServedMetrics(
      dataDir,
      { ...defaults(), 'server.port': 0, ...changes },
      reader,
      control,
      history,
      live,
      sources,
    );
    await served.server.start();
    return served;
  }

  get url(): string {
    const { http } = this.server;
    if (http === undefined) throw new Error(`The server does not listen: ${JSON.stringify(this.component.status)}`);
    return http;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  async token(): Promise<string> {
    return (await readFile(path.join(this.dataDir, 'token'), 'utf8')).trim();
  }

  async end(): Promise<void> {
    await this.server.stop();
    this.ticker.stop();
    await rm(this.dataDir, { recursive: true });
  }

  /** A connection on which a test writes what it likes. */
  connect(): RawConnection {
    return new RawConnection(this.port);
  }
}

/** A TCP connection to the server, byte for byte. */
export class RawConnection {
  readonly socket: net.Socket;
  received = '';
  readonly closed: Promise<void>;

  constructor(port: number) {
    this.socket = net.connect({ port, host: '127.0.0.1' });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (text) => {
      this.received += String(text);
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', () => {
        resolve();
      });
    });
    // A reset shows in what was received and in `closed`.
    this.socket.on('error', () => undefined);
  }

  /** Sends some text and waits until the server has closed the connection. */
  async exchange(text: string): Promise<string> {
    this.socket.write(text, 'latin1');
    await this.closed;
    return this.received;
  }

  /** Waits until the received text has `count` matches of a pattern. */
  async until(pattern: RegExp, count = 1): Promise<string> {
    const matches = new RegExp(pattern, 'g');
    while ((this.received.match(matches)?.length ?? 0) < count) {
      if (this.socket.closed) throw new Error(`The connection was closed after: ${this.received}`);
      await new Promise((resolve) => {
        this.socket.once('data', resolve);
        this.socket.once('close', resolve);
      });
    }
    return this.received;
  }
}

/** Status codes of the answers in some received text, in order. */
export function statusesIn(received: string): number[] {
  return Array.from(received.matchAll(/HTTP\/1\.1 (\d{3}) /g), (match) => Number(match[1]));
}
