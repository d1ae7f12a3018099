import type http from 'node:http';
import type { Config } from '../../protocol/settings';
import type { Pair } from './access/certificate/pair';
import { Gate, type Entrance } from './access/gate';
import { spareConnections, type Connections } from './connections';
import { createServer } from './createServer';
import { listenAt, listenNear } from './listenNear';
import { WebSockets } from './live/webSocket';
import { PageDoor } from './pages/pageDoor';
import { RequestHandler } from './requestHandler';
import { addressOf, nameOf } from './serverAddress';
import type { ServerOptions } from './server';

export interface ListeningOptions extends Pick<ServerOptions, 'clock' | 'held' | 'live' | 'log' | 'pages' | 'sources'> {
  readonly connections: Connections;
  readonly config: () => Config;
  /** The content of the token file. */
  readonly secret: string;
  /** The certificate that is shown; undefined for plain HTTP. */
  readonly pair: Pair | undefined;
}

/** Why connections are closed, as WebSocket numbers it, and in words of at most 123 bytes. */
export interface Farewell {
  readonly code: number;
  readonly toPages: string;
  /** What is said where the live channels close; what they say by themselves unless told. */
  readonly toClients?: string;
}

/** Time that answers under way have to end when connections are closed, ms. */
const graceMs = 500;

/** The server on one port, with who lets in there. */
export class Listening {
  private readonly server: http.Server;
  private readonly gate: Gate;
  private readonly door: PageDoor | undefined;
  private readonly host: Config['server.host'];
  private ownPort = 0;
  /** On the clock for differences, ms. */
  private since = Infinity;

  constructor(private readonly options: ListeningOptions) {
    const { connections, config, secret, pair, clock, live, log, pages, sources, held } = options;
    this.host = config()['server.host'];
    this.gate = new Gate({
      secret,
      scheme: pair ? 'https' : 'http',
      port: () => this.ownPort,
      now: () => clock.monotonic(),
      time: () => clock.now(),
      upMs: () => clock.monotonic() - this.since,
    });
    const home = (): number => config()['server.port'];
    this.door = pages && new PageDoor({ room: pages, gate: this.gate, home, clock, log });
    const handler = new RequestHandler({
      gate: this.gate,
      connections,
      live,
      webSockets: new WebSockets({ hub: live, clock, log }),
      pages: this.door,
      allowedOrigins: () => config()['server.allowedOrigins'],
      log,
      monotonic: () => clock.monotonic(),
      held,
      sources: {
        ...sources,
        connections: () => connections.figures,
        now: () => clock.now(),
        windowSizes: () => config()['aggregation.windowSizes'],
      },
    });
    this.server = createServer(handler, connections, pair);
  }

  get port(): number {
    return this.ownPort;
  }

  get url(): string {
    const { pair } = this;
    return `${pair ? 'https' : 'http'}://${nameOf(this.host, pair !== undefined)}:${this.ownPort}`;
  }

  /** What is shown; undefined for plain HTTP. */
  get pair(): Pair | undefined {
    return this.options.pair;
  }

  /** SHA-256 of the certificate that is shown; undefined where none is. */
  get fingerprint(): string | undefined {
    return this.pair?.fingerprint;
  }

  get entrance(): Entrance {
    return { url: this.url, gate: this.gate };
  }

  /** Listens on a port, or on the first free one after it. @throws Error of the socket. */
  async near(port: number): Promise<void> {
    this.listens(await listenNear(this.server, addressOf(this.host), port));
  }

  /** Listens on a port and no other. @returns False when it is taken. @throws Error of the socket. */
  async at(port: number): Promise<boolean> {
    const isFree = await listenAt(this.server, addressOf(this.host), port);
    if (isFree) this.listens(port);
    return isFree;
  }

  /** The limit of connections is another one. */
  limitChanged(): void {
    this.server.maxConnections = this.options.connections.limit + spareConnections;
  }

  /** Another token is in force: who came in with the old one, or by a link, is cut off. */
  replaceSecret(secret: string, farewell: Farewell): void {
    this.gate.replace(secret);
    const cut = this.options.connections.cutter();
    this.sayFarewell(farewell);
    setTimeout(cut, graceMs).unref();
  }

  /** Ends when nobody is connected here any more. @param cut Cuts off all who are. */
  async close(farewell: Farewell, cut = this.options.connections.cutter()): Promise<void> {
    this.sayFarewell(farewell);
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeIdleConnections();
    const cutting = setTimeout(cut, graceMs);
    await closed;
    clearTimeout(cutting);
  }

  private sayFarewell({ code, toPages, toClients }: Farewell): void {
    this.options.live.closeAll(code, toClients);
    this.door?.closeAll(code, toPages);
  }

  private listens(port: number): void {
    const { clock, log } = this.options;
    this.ownPort = port;
    this.since = clock.monotonic();
    this.server.on('error', (error) => {
      log('error', `The server could not take a connection: ${error.message}.`);
    });
  }
}
