import { mkdir } from 'node:fs/promises';
import type http from 'node:http';
import path from 'node:path';
import { clauseOf } from '../../protocol/messageOf';
import type { Config } from '../../protocol/settings';
import type { Clock } from '../clock';
import type { Component } from '../component';
import type { Log } from '../log';
import { StepQueue } from '../stepQueue';
import type { Stoppable, Ticker } from '../ticker';
import { makeCertificate } from './access/certificate/makeCertificate';
import type { Pair } from './access/certificate/pair';
import { serverPair } from './access/certificate/serverPair';
import { Gate, type Entrance } from './access/gate';
import { Connections, spareConnections } from './connections';
import { createServer } from './createServer';
import { EndpointsFile } from './endpointsFile';
import { listenNear } from './listenNear';
import type { LiveHub } from './live/liveHub';
import { closeCodes } from './live/outlet';
import { WebSockets } from './live/webSocket';
import { RequestHandler } from './requestHandler';
import type { Sources } from './sources';
import { keepToken, loadToken, replaceToken } from './tokenFile';

export interface ServerOptions {
  readonly config: Config;
  readonly dataDir: string;
  readonly component: Component;
  readonly clock: Clock;
  readonly ticker: Pick<Ticker, 'every'>;
  readonly log: Log;
  /** Whom WebSockets and event streams are joined to. */
  readonly live: LiveHub;
  readonly sources: Omit<Sources, 'connections' | 'now' | 'windowSizes'>;
  /** The bundled entry of the thread that makes a certificate. */
  readonly certificateFile: string;
  /** Told how long a part of a request held the thread, ms. */
  readonly held: (ms: number) => void;
}

/** Time that answers under way have to end when the server stops, ms. */
const graceMs = 500;
/** How often it is looked whether the files by which programs find the server are still there, ms. */
const lookMs = 3000;

/** Every address on which the server may be told to listen, and none that leaves the machine. */
const addresses: Record<Config['server.host'], string> = {
  '127.0.0.1': '127.0.0.1',
  '::1': '::1',
  localhost: '127.0.0.1',
};

/** The HTTP server of the engine. Its failures are its component's state and never reach the caller. */
export class Server {
  private readonly connections: Connections;
  private readonly endpoints: EndpointsFile;
  private config: Config;
  private isStarted = false;
  private listening: http.Server | undefined;
  private url: string | undefined;
  private gate: Gate | undefined;
  private pair: Pair | undefined;
  private token: string | undefined;
  private port = 0;
  private looking: Stoppable | undefined;
  private startedAt = 0;
  private readonly steps: StepQueue;

  constructor(private readonly options: ServerOptions) {
    this.steps = new StepQueue((error) => {
      options.component.degraded(`The server stopped: ${String(error)}. Restart the monitor.`);
    });
    this.config = options.config;
    this.connections = new Connections(options.config['server.maxConnections']);
    this.endpoints = new EndpointsFile(path.join(options.dataDir, 'endpoints.json'));
  }

  /** Where the server listens, such as `http://127.0.0.1:9445`; undefined while it does not. */
  get http(): string | undefined {
    return this.url;
  }

  /** SHA-256 of the certificate that the server shows; undefined while it shows none. */
  get fingerprint(): string | undefined {
    return this.url === undefined ? undefined : this.pair?.fingerprint;
  }

  /** Where the server is, and who lets in there. @throws Error for people while the server does not listen. */
  entrance(): Entrance {
    const { url, gate } = this;
    if (url !== undefined && gate) return { url, gate };
    throw new Error(
      'The server does not listen, so there is nothing to open. Switch it on with the setting server.enabled; diagnostics tell why it fails.',
    );
  }

  /** Makes a new token; who came in with the old one, or by a link, is cut off. @throws Error for people. */
  rotateToken(): Promise<void> {
    return new Promise((resolve, reject) => {
      void this.steps.run(() => this.newToken().then(resolve, reject));
    });
  }

  /** Ends when the server listens, or has said in its state why not. */
  start(): Promise<void> {
    this.isStarted = true;
    this.looking ??= this.options.ticker.every(lookMs, () => {
      if (this.listening) void this.steps.run(() => this.renewFiles());
    });
    return this.steps.run(() => this.open());
  }

  stop(): Promise<void> {
    this.isStarted = false;
    this.looking?.stop();
    this.looking = undefined;
    return this.steps.run(() => this.close());
  }

  /** Takes over new settings; listens anew only when the address is another one. */
  configure(config: Config): void {
    const before = this.config;
    this.config = config;
    this.connections.limit = config['server.maxConnections'];
    if (this.listening) this.listening.maxConnections = this.connections.limit + spareConnections;
    const keys = [
      'server.enabled',
      'server.host',
      'server.port',
      'server.tls.enabled',
      'server.tls.certificate',
      'server.tls.key',
    ] as const;
    if (!this.isStarted || keys.every((key) => before[key] === config[key])) return;
    void this.steps.run(async () => {
      await this.close();
      await this.open();
    });
  }

  /** Tells those who look into the data folder where the parts of the engine listen now. */
  announce(): Promise<void> {
    return this.steps.run(() => this.writeEndpoints());
  }

  private async open(): Promise<void> {
    const { component, dataDir, log, clock } = this.options;
    if (!this.isStarted || this.listening || !this.config['server.enabled']) return;
    component.starting();
    const wanted = this.config['server.port'];
    try {
      await mkdir(dataDir, { recursive: true, mode: 0o700 });
      this.token = await loadToken(this.tokenFile, log);
      this.pair = await this.loadPair();
      const server = this.create(this.token, this.pair);
      const host = this.config['server.host'];
      const port = await listenNear(server, addresses[host], wanted);
      server.on('error', (error) => {
        log('error', `The server could not take a connection: ${error.message}.`);
      });
      this.listening = server;
      this.port = port;
      this.url = `${this.pair ? 'https' : 'http'}://${host === '::1' ? '[::1]' : host}:${port}`;
      if (wanted !== 0 && port !== wanted)
        log(
          'warn',
          `Port ${wanted} is taken, so the server listens at ${this.url}. Set server.port to choose another.`,
        );
      component.running();
    } catch (error) {
      component.degraded(`The server does not listen: ${clauseOf(error)}.`);
      return;
    }
    this.startedAt = clock.now();
    await this.writeEndpoints();
  }

  private get tokenFile(): string {
    return path.join(this.options.dataDir, 'token');
  }

  private async writeEndpoints(): Promise<void> {
    if (this.url === undefined) return;
    const { component, sources } = this.options;
    const { proxy } = sources.status();
    const { fingerprint } = this;
    const where = {
      http: this.url,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(proxy === undefined ? {} : { proxy }),
    };
    try {
      await this.endpoints.write({ ...where, pid: process.pid, startedAt: this.startedAt });
      component.running();
    } catch (error) {
      component.degraded(
        `The server listens at ${where.http}, but programs will not find it, because endpoints.json could not be written: ${clauseOf(error)}. Make the data folder one that can be written to.`,
      );
    }
  }

  /** Somebody may remove the data folder while the server runs; what it says there holds all the same. */
  private async renewFiles(): Promise<void> {
    if (this.token === undefined || this.url === undefined) return;
    const { component, log, dataDir } = this.options;
    try {
      const wasGone = await keepToken(this.tokenFile, this.token);
      if (wasGone)
        log('warn', `The token in ${dataDir} was removed while it was in use. It was written again: the same one.`);
      if (wasGone || (await this.endpoints.isGone())) await this.writeEndpoints();
    } catch (error) {
      component.degraded(
        `The server listens at ${this.url}, but programs will not find it, because its files in ${dataDir} were removed and cannot be written again: ${clauseOf(error)}. It is tried every few seconds; make the folder one that can be written to.`,
      );
    }
  }

  private loadPair(): Promise<Pair | undefined> {
    const { dataDir, certificateFile, clock, log } = this.options;
    return serverPair({
      config: this.config,
      dataDir,
      make: (order) => makeCertificate(certificateFile, order),
      now: clock.now(),
      log,
    });
  }

  private async newToken(): Promise<void> {
    const { gate } = this.entrance();
    try {
      this.token = await replaceToken(this.tokenFile);
    } catch (error) {
      throw new Error(
        `The token was not changed, because its file could not be written: ${clauseOf(error)}. The old one holds; make the data folder one that can be written to.`,
        { cause: error },
      );
    }
    gate.replace(this.token);
    const cut = this.connections.cutter();
    this.options.live.closeAll(closeCodes.policy, 'The token was changed. Connect again with the new one.');
    setTimeout(cut, graceMs).unref();
    this.options.log('info', 'There is a new token. Whoever used the old one has been disconnected.');
  }

  private create(secret: string, pair: Pair | undefined): http.Server {
    const { connections } = this;
    const { live, clock, log } = this.options;
    this.gate = new Gate({
      secret,
      scheme: pair ? 'https' : 'http',
      port: () => this.port,
      now: () => clock.monotonic(),
    });
    const handler = new RequestHandler({
      gate: this.gate,
      connections,
      live,
      webSockets: new WebSockets({ hub: live, clock, log }),
      allowedOrigins: () => this.config['server.allowedOrigins'],
      log: this.options.log,
      monotonic: () => this.options.clock.monotonic(),
      held: this.options.held,
      sources: {
        ...this.options.sources,
        connections: () => connections.figures,
        now: () => this.options.clock.now(),
        windowSizes: () => this.config['aggregation.windowSizes'],
      },
    });
    return createServer(handler, connections, pair);
  }

  private async close(): Promise<void> {
    const server = this.listening;
    this.listening = undefined;
    this.url = undefined;
    this.gate = undefined;
    await this.endpoints.remove().catch((error: unknown) => {
      this.options.log('warn', `endpoints.json could not be removed: ${clauseOf(error)}. It names a closed port now.`);
    });
    if (server) {
      this.options.live.closeAll();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const cut = setTimeout(() => {
        this.connections.destroyAll();
      }, graceMs);
      await closed;
      clearTimeout(cut);
    }
    this.options.component.stopped();
  }
}
