import { mkdir } from 'node:fs/promises';
import { clauseOf } from '../../protocol/messageOf';
import type { Config } from '../../protocol/settings';
import type { Clock } from '../clock';
import type { Component } from '../component';
import type { Log } from '../log';
import { SecretDisk } from '../secretDisk';
import { StepQueue } from '../stepQueue';
import type { Stoppable, Ticker } from '../ticker';
import { makeCertificate } from './access/certificate/makeCertificate';
import type { Pair } from './access/certificate/pair';
import { serverPair } from './access/certificate/serverPair';
import type { Entrance } from './access/gate';
import { Connections } from './connections';
import type { Endpoints } from './endpointsFile';
import { Homecoming } from './homecoming';
import { Listening, type Farewell } from './listening';
import type { LiveHub } from './live/liveHub';
import { closeCodes } from './live/outlet';
import type { PageRoom } from './pages/pageRoom';
import type { Sources } from './sources';
import { Whereabouts } from './whereabouts';

export interface ServerOptions {
  readonly config: Config;
  readonly dataDir: string;
  readonly component: Component;
  readonly clock: Clock;
  readonly ticker: Pick<Ticker, 'every'>;
  readonly log: Log;
  /** Whom WebSockets and event streams are joined to. */
  readonly live: LiveHub;
  /** The pages of browsers; undefined where there are none. */
  readonly pages?: PageRoom;
  readonly sources: Omit<Sources, 'connections' | 'now' | 'windowSizes'>;
  /** The bundled entry of the thread that makes a certificate. */
  readonly certificateFile: string;
  /** Where the measuring proxy listens; undefined while it does not. */
  readonly proxyUrl: () => string | undefined;
  /** Told that it listens at another port than before. */
  readonly moved: () => void;
  /** Between two tries to go back to the port of the settings, ms; see {@link Homecoming}. */
  readonly homePeriodMs?: number;
  /** Told how long a part of a request held the thread, ms. */
  readonly held: (ms: number) => void;
}

/** How often it is looked whether the files by which programs find the server are still there, ms. */
const lookMs = 3000;

/** Of a server that does not listen, in its component's reason. */
export const triesAgain = 'It is tried again by itself.';
const ending: Farewell = { code: closeCodes.goingAway, toPages: 'The monitor stops serving here.' };
const otherToken: Farewell = {
  code: closeCodes.policy,
  toPages: 'The token was changed. Open the monitor from the editor again.',
  toClients: 'The token was changed. Connect again with the new one.',
};

/** The HTTP server of the engine. Its failures are its component's state and never reach the caller. */
export class Server {
  private readonly disk = new SecretDisk();
  private readonly connections: Connections;
  private readonly whereabouts: Whereabouts;
  private readonly homecoming: Homecoming;
  private config: Config;
  private isStarted = false;
  private listening: Listening | undefined;
  private looking: Stoppable | undefined;
  private startedAt = 0;
  private readonly steps: StepQueue;
  private begun: () => void = () => undefined;
  private readonly beginning = new Promise<void>((resolve) => (this.begun = resolve));

  constructor(private readonly options: ServerOptions) {
    const { component, config, ticker, homePeriodMs } = options;
    this.steps = new StepQueue((error) => {
      component.degraded(`The server stopped: ${String(error)}. Restart the monitor.`);
    });
    this.config = config;
    this.connections = new Connections(config['server.maxConnections']);
    this.whereabouts = new Whereabouts({ ...options, disk: this.disk });
    this.homecoming = new Homecoming(ticker, () => void this.steps.run(() => this.tryAgain()), homePeriodMs);
  }

  /** Where the server listens, such as `http://127.0.0.1:9445`; undefined while it does not. */
  get http(): string | undefined {
    return this.listening?.url;
  }

  /** SHA-256 of the certificate that the server shows; undefined while it shows none. */
  get fingerprint(): string | undefined {
    return this.listening?.fingerprint;
  }

  /** Where the server is, and who lets in there. @throws Error for people while the server does not listen. */
  entrance(): Entrance {
    if (this.listening) return this.listening.entrance;
    throw new Error(
      'The server does not listen, so there is nothing to open. Switch it on with the setting server.enabled; diagnostics tell why it fails.',
    );
  }

  /** Ends when what was asked of the server before is done, and it was started: whoever comes early is to wait for it. */
  async settled(): Promise<void> {
    await this.beginning;
    await this.steps.run(() => Promise.resolve());
  }

  /** Makes a new token; who came in with the old one, or by a link, is cut off. @throws Error for people. */
  async rotateToken(): Promise<void> {
    await this.settled();
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
    return this.steps.run(() => this.open()).finally(this.begun);
  }

  stop(): Promise<void> {
    this.isStarted = false;
    this.looking?.stop();
    this.looking = undefined;
    return this.steps.run(() => this.close()).finally(this.begun);
  }

  /** Takes over new settings; listens anew only when the address is another one. */
  configure(config: Config): void {
    const before = this.config;
    this.config = config;
    this.connections.limit = config['server.maxConnections'];
    this.listening?.limitChanged();
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

  /** Tells those who look into the data folder where the parts of the engine listen, if they do elsewhere by now. */
  announce(): Promise<void> {
    return this.steps.run(() => this.tellWhere());
  }

  private async open(): Promise<void> {
    const { component, dataDir, log, clock } = this.options;
    if (!this.isStarted || this.listening) return;
    if (!this.config['server.enabled']) {
      await this.whereabouts.withdraw(true);
      return;
    }
    // What is tried again is known to fail until it does not.
    const isNews = component.status.state !== 'degraded';
    if (isNews) component.starting();
    const wanted = this.config['server.port'];
    try {
      await mkdir(dataDir, { recursive: true, mode: 0o700 });
      const secret = await this.whereabouts.loadToken();
      const listening = this.create(secret, await this.loadPair());
      await listening.near(wanted);
      this.listening = listening;
      component.running();
    } catch (error) {
      component.degraded(`The server does not listen: ${clauseOf(error)}. ${triesAgain}`);
      if (isNews) await this.whereabouts.withdraw(true);
      this.homecoming.follow(true);
      return;
    }
    if (this.isAway)
      log(
        'warn',
        `Port ${wanted} is taken, so the server listens at ${this.listening.url} until it is free. Set server.port to choose another.`,
      );
    this.startedAt = clock.now();
    this.homecoming.follow(this.isAway);
    await this.tellWhere();
  }

  private get isAway(): boolean {
    const home = this.config['server.port'];
    return this.listening !== undefined && home !== 0 && this.listening.port !== home;
  }

  private async tryAgain(): Promise<void> {
    if (this.listening) {
      await this.goHome();
      return;
    }
    await this.open();
    if (this.http !== undefined) this.options.moved();
  }

  /** Listens at the port of the settings instead of the one that it had to take, if that port is free by now. */
  private async goHome(): Promise<void> {
    const { listening: before, config } = this;
    const secret = this.whereabouts.token;
    if (!before || !this.isAway || secret === undefined) return;
    const home = config['server.port'];
    const next = this.create(secret, before.pair);
    try {
      if (!(await next.at(home))) return;
    } catch (error) {
      this.options.log('debug', `The server cannot go back to port ${home} yet: ${clauseOf(error)}.`);
      return;
    }
    const cut = this.connections.cutter();
    this.listening = next;
    this.homecoming.follow(false);
    this.options.log('info', `Port ${home} is free again, so the server listens at ${next.url} from now on.`);
    // Who looks there is to find the new address before the old one is closed.
    await this.tellWhere();
    this.options.moved();
    const reason = `The server moved to ${next.url}. Connect again there, with the last seq.`;
    await before.close({ code: closeCodes.restart, toPages: reason, toClients: reason }, cut);
  }

  private async tellWhere(): Promise<void> {
    if (this.listening) await this.whereabouts.tell(this.where(this.listening));
  }

  private async renewFiles(): Promise<void> {
    const { listening, whereabouts } = this;
    if (!listening) return;
    const before = whereabouts.token;
    await whereabouts.renew(this.where(listening));
    const { token } = whereabouts;
    if (token !== undefined && token !== before) this.follow(token);
  }

  private where({ url, fingerprint }: Listening): Endpoints {
    const proxy = this.options.proxyUrl();
    return {
      http: url,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(proxy === undefined ? {} : { proxy }),
      ...{ pid: process.pid, startedAt: this.startedAt },
    };
  }

  private loadPair(): Promise<Pair | undefined> {
    const { dataDir, certificateFile, clock, log } = this.options;
    return serverPair({
      config: this.config,
      dataDir,
      make: (order) => makeCertificate(certificateFile, order),
      now: clock.now(),
      log,
      disk: this.disk,
    });
  }

  private async newToken(): Promise<void> {
    this.entrance();
    try {
      this.follow(await this.whereabouts.newToken());
    } catch (error) {
      throw new Error(
        `The token was not changed, because its file could not be written: ${clauseOf(error)}. The old one holds; make the data folder one that can be written to.`,
        { cause: error },
      );
    }
  }

  /** Who came in with another token is cut off. */
  private follow(token: string): void {
    this.listening?.replaceSecret(token, otherToken);
    this.options.log('info', 'There is a new token. Whoever used the old one has been disconnected.');
  }

  private create(secret: string, pair: Pair | undefined): Listening {
    const { connections } = this;
    return new Listening({ ...this.options, connections, config: () => this.config, secret, pair });
  }

  private async close(): Promise<void> {
    const { listening } = this;
    this.listening = undefined;
    this.homecoming.follow(false);
    await this.whereabouts.withdraw(false);
    await listening?.close(ending);
    this.options.component.stopped();
  }
}
