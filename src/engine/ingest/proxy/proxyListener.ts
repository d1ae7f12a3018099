import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../clock';
import type { Log } from '../../log';
import { refuseRaw } from '../../serve/clientFault';
import { spareConnections } from '../../serve/connections';
import { lastResponse } from '../../serve/lastResponse';
import { checkOrigin } from '../../serve/originGuard';
import { Refusal } from '../../serve/refusal';
import { withoutUpgrade, type UpgradeChoice } from '../../serve/upgradeChoice';
import { ClientConnection } from './clientConnection';
import { Exchange } from './exchange';
import { isForRuntime } from './isForRuntime';
import { answerAtOnce, refuseKindly } from './ownAnswer';
import { basesOf, unknownRuntime, type ProxiedRuntime } from './proxiedRuntime';
import { readRequestTarget, rooted, targetAtRuntime, type RequestTarget } from './requestTarget';
import { GuardedTap, type TapGuard } from './tapGuard';

export interface ListenerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly allowedOrigins: () => readonly string[];
  readonly runtimes: () => readonly ProxiedRuntime[];
  readonly taps: TapGuard;
  readonly held: (ms: number) => void;
  /** Where the proxy listens: `http://127.0.0.1:9446`. */
  readonly url: () => string;
}

const mostConnections = 256;
/** Bytes that wait for a client before the runtime is made to wait. */
const highWaterBytes = 64 * 1024;

const limits: http.ServerOptions & UpgradeChoice = {
  shouldUpgradeCallback: isForRuntime,
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5000,
  // A model may take hours.
  requestTimeout: 0,
  // Longer than clients keep a connection for the next request, so that it is they who let go of it.
  keepAliveTimeout: 120_000,
  connectionsCheckingInterval: 2000,
  highWaterMark: highWaterBytes,
  noDelay: true,
  insecureHTTPParser: false,
  // The guard answers a request without a host itself.
  requireHostHeader: false,
};

/** Takes connections and requests, refuses what must not or cannot be forwarded, and starts an exchange for the rest. */
export class ProxyListener {
  readonly server: http.Server;
  private readonly connections = new Map<Duplex, ClientConnection>();
  /** A request without anything to measure. */
  private readonly unwatched = new GuardedTap(undefined, () => undefined);

  constructor(private readonly options: ListenerOptions) {
    const server = http.createServer(limits, this.handle);
    this.server = server;
    server.maxConnections = mostConnections + spareConnections;
    // Headers are bounded by bytes. A bound on their number would drop the rest unread, a second Host or Origin too.
    server.maxHeadersCount = 0;
    server.on('checkContinue', this.handle);
    server.on('checkExpectation', this.handle);
    server.on('upgrade', this.upgrade);
    server.on('connect', this.connect);
    server.on('connection', this.add);
    server.on('clientError', (error, socket) => {
      if (socket.writable && this.connections.get(socket)?.isAnswering !== true) refuseRaw(socket, error);
      else socket.destroy();
    });
  }

  /** Ends all connections at once, answers under way too. */
  cutAll(): void {
    for (const connection of this.connections.values()) connection.cut();
  }

  private readonly add = (socket: Socket): void => {
    if (this.connections.has(socket)) return;
    this.connections.set(socket, new ClientConnection(socket, this.connections.size >= mostConnections));
    socket.once('close', () => this.connections.delete(socket));
  };

  private readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    this.take(request, response, request.socket);
  };

  private readonly upgrade = (request: IncomingMessage, socket: Socket, head: Buffer): void => {
    if (this.isAnswering(socket)) {
      socket.destroy();
    } else if (isForRuntime(request)) {
      this.take(request, lastResponse(request), socket, head);
    } else {
      socket.unshift(withoutUpgrade(request, head));
      this.server.emit('connection', socket);
    }
  };

  private readonly connect = (request: IncomingMessage, socket: Socket): void => {
    if (this.isAnswering(socket)) socket.destroy();
    else this.take(request, lastResponse(request), socket);
  };

  /** Whether an answer to it would have to wait for others that Node no longer knows of. */
  private isAnswering(socket: Socket): boolean {
    return this.connections.get(socket)?.isAnswering !== false;
  }

  private take(request: IncomingMessage, response: ServerResponse, socket: Socket, upgradeHead?: Buffer): void {
    const at = this.options.clock.monotonic();
    const connection = this.connections.get(socket);
    if (!connection) {
      socket.destroy();
      return;
    }
    connection.whenFree(response, () => {
      this.answer({ connection, request, response, at, ...(upgradeHead ? { upgradeHead } : {}) });
    });
    this.options.held(this.options.clock.monotonic() - at);
  }

  private answer(asked: Asked): void {
    const { request, response } = asked;
    let isTrusted = false;
    try {
      const target = readRequestTarget(request.url ?? '');
      this.guard(asked, target);
      isTrusted = true;
      this.route(asked, target);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : this.internal(error);
      // Of a request that must not be here nothing more is read.
      if (isTrusted) refuseKindly(request, response, refusal);
      else answerAtOnce(response, refusal.status, refusal.body);
    }
  }

  /** @throws Refusal 403, 405 or 503. */
  private guard({ request, connection }: Asked, { authority }: RequestTarget): void {
    const { host = [], origin = [] } = request.headersDistinct;
    checkOrigin({ host, origin }, this.options.allowedOrigins());
    if (authority !== undefined) checkOrigin({ host: [authority], origin: [] }, []);
    if (connection.isBeyondLimit)
      throw new Refusal(
        503,
        'too_many_connections',
        `${mostConnections} connections go through the proxy already. Close some, or ask the runtime itself.`,
      );
    if (request.method === 'CONNECT')
      throw new Refusal(405, 'no_tunnels', 'The proxy forwards requests to model servers and opens no tunnels.');
  }

  /** @throws Refusal 404. */
  private route(asked: Asked, target: RequestTarget): void {
    const { request, response, connection, at, upgradeHead } = asked;
    const { runtimes, url, taps, clock, log, held } = this.options;
    const runtime = runtimes().find(({ name }) => name === target.name);
    if (!runtime || target.name === '') {
      const bases = basesOf(runtimes(), url());
      if (!isIndex(request, target)) throw unknownRuntime(target.name, bases);
      answerAtOnce(response, 200, { runtimes: bases });
      return;
    }
    const { method = '', headers } = request;
    const head = { runtime: runtime.name, method, path: rooted(target.rest), headers, at };
    new Exchange({
      connection,
      request,
      response,
      runtime,
      target: targetAtRuntime(runtime.address.prefix, target.rest),
      tap: upgradeHead ? this.unwatched : taps.open(head),
      ...(upgradeHead ? { upgradeHead } : {}),
      clock,
      log,
      held,
    });
  }

  private internal(error: unknown): Refusal {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.options.log('error', `A request could not be passed on, which is a fault of the monitor: ${what}`);
    return new Refusal(500, 'internal', 'The proxy could not pass this on; its log says why. Please report it.');
  }
}

interface Asked {
  readonly connection: ClientConnection;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** When the request's head was there, ms of the monotonic clock. */
  readonly at: number;
  readonly upgradeHead?: Buffer;
}

function isIndex({ method }: IncomingMessage, { name, rest }: RequestTarget): boolean {
  return name === '' && (rest === '/' || rest === '') && (method === 'GET' || method === 'HEAD');
}
