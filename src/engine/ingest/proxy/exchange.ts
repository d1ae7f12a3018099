import type { ClientRequest, IncomingMessage, InformationEvent, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../clock';
import type { Log } from '../../log';
import type { ClientConnection } from './clientConnection';
import type { ExchangeEnd } from './exchangeTap';
import { refuseKindly } from './ownAnswer';
import { isChunked, passedHeaders } from '../../serve/passedHeaders';
import type { ProxiedRuntime } from './proxiedRuntime';
import { breakOff, rawHead, relay } from './rawPassing';
import { notHttp, runtimeFault, wasReached } from './runtimeFault';
import { askRuntime, nothing } from './runtimeRequest';
import type { GuardedTap } from './tapGuard';

export interface ExchangeParts {
  readonly connection: ClientConnection;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly runtime: ProxiedRuntime;
  /** The request target as the runtime gets it. */
  readonly target: string;
  readonly tap: GuardedTap;
  /** For a request to speak another protocol: what the client has sent of it already. */
  readonly upgradeHead?: Buffer;
  readonly clock: Clock;
  readonly log: Log;
  /** Told how long each event held the thread, ms. */
  readonly held: (ms: number) => void;
}

/** How long nothing may come of a request that is not whole, ms. */
const uploadIdleMs = 60_000;

/** One request and its answer, passed on as they come. A reader or a runtime that is slow makes the other end wait. */
export class Exchange {
  private readonly runtimeRequest: ClientRequest;
  private answer: IncomingMessage | undefined;
  private isOver = false;
  /** Whether only the end of the connection tells the client where the body ends. */
  private endsWithConnection = false;

  /** @throws Error of Node for a request that cannot be sent on. */
  constructor(private readonly parts: ExchangeParts) {
    const { request, response } = parts;
    this.runtimeRequest = askRuntime(
      { ...parts, isUpgrade: parts.upgradeHead !== undefined },
      parts.connection.requestOptions,
    );
    this.runtimeRequest.on('continue', this.timed(this.continued));
    this.runtimeRequest.on('information', this.timed(this.informed));
    this.runtimeRequest.on('response', this.timed(this.begun));
    this.runtimeRequest.on('error', this.timed(this.failed));
    this.runtimeRequest.on('drain', () => request.resume());
    if (parts.upgradeHead) this.runtimeRequest.on('upgrade', this.upgraded);
    response.sendDate = false;
    response.on('drain', () => this.answer?.resume());
    response.on('close', this.timed(this.left));
    // What happens to the client's connection shows in the end of the response.
    response.on('error', () => undefined);
    request.on('error', () => undefined);
    // A client that stalls with half a request would hold its place for ever; one that waits for the runtime may.
    request.setTimeout(uploadIdleMs, this.stalled);
    request.on('data', this.timed(this.sent));
    request.on('end', this.timed(this.sentAll));
  }

  private readonly sent = (at: number, chunk: Buffer): void => {
    const { request, tap } = this.parts;
    if (this.runtimeRequest.destroyed) return;
    if (!this.runtimeRequest.write(chunk)) request.pause();
    tap.requestData(chunk, at);
  };

  private readonly stalled = (): void => {
    const { request, connection } = this.parts;
    if (!request.complete && !request.isPaused()) connection.socket.destroy();
  };

  private readonly sentAll = (at: number): void => {
    const { request, tap } = this.parts;
    request.socket.setTimeout(0);
    if (this.runtimeRequest.destroyed) return;
    if (request.rawTrailers.length > 0) this.runtimeRequest.addTrailers(pairsOf(request.rawTrailers));
    this.runtimeRequest.end();
    tap.requestEnd(at);
  };

  private readonly continued = (): void => {
    this.parts.response.writeContinue();
  };

  private readonly informed = (_at: number, information: InformationEvent): void => {
    const { response, request } = this.parts;
    // 100 has an event of its own; HTTP/1.0 does not know the others.
    if (information.statusCode === 100 || request.httpVersion !== '1.1') return;
    response.socket?.write(rawHead(information), 'latin1');
  };

  private readonly begun = (at: number, answer: IncomingMessage): void => {
    const { response, request, tap } = this.parts;
    this.answer = answer;
    const te = answer.headers['transfer-encoding'];
    const isHttp11 = request.httpVersion === '1.1';
    const status = answer.statusCode ?? 0;
    const passesChunks = isChunked(te) && isHttp11;
    this.endsWithConnection = !passesChunks && answer.headers['content-length'] === undefined;
    // Either end may have said that it closes.
    const persists = this.runtimeRequest.shouldKeepAlive && response.shouldKeepAlive && isHttp11;
    // Node adds what it was told to leave out only where the runtime has it.
    for (const own of ['Date', 'Connection', 'Content-Length', 'Transfer-Encoding']) response.removeHeader(own);
    response.shouldKeepAlive = persists;
    const headers = passedHeaders(answer.rawHeaders, { persists, isChunked: passesChunks && mayHaveTrailers(status) });
    response.writeHead(status, answer.statusMessage ?? '', headers);
    response.write(nothing);
    answer.on('data', this.timed(this.passed));
    answer.on('end', this.timed(this.completed));
    answer.on('error', this.timed(this.broken));
    tap.response(status, answer.headers, at);
  };

  private readonly passed = (at: number, chunk: Buffer): void => {
    if (!this.parts.response.write(chunk)) this.answer?.pause();
    this.parts.tap.responseData(chunk, at);
  };

  private readonly completed = (at: number): void => {
    const { response } = this.parts;
    const trailers = this.answer?.rawTrailers ?? [];
    if (this.isOver) return;
    if (trailers.length > 0) response.addTrailers(pairsOf(trailers));
    response.end();
    this.over('complete', at);
  };

  /** The runtime broke off: what came until then is passed on, and then the client's connection breaks off too. */
  private readonly broken = (at: number): void => {
    if (this.isOver) return;
    const rest = this.answer?.read() as Buffer | null | undefined;
    if (rest) this.passed(at, rest);
    this.over('dropped', at);
    breakOff(this.parts.connection.socket, this.endsWithConnection);
  };

  private readonly failed = (at: number, error: NodeJS.ErrnoException): void => {
    const { request, response, runtime } = this.parts;
    // After its answer the runtime may close as it likes.
    if (this.isOver) return;
    if (this.answer) {
      this.broken(at);
      return;
    }
    this.over(wasReached(error) ? 'dropped' : 'unreachable', at);
    refuseKindly(request, response, runtimeFault(runtime, error));
  };

  /** The response is done with: written to its end, or its client is gone. */
  private readonly left = (at: number): void => {
    if (this.isOver) return;
    this.over('cancelled', at);
    this.runtimeRequest.destroy();
  };

  private readonly upgraded = (answer: IncomingMessage, runtimeSocket: Socket, head: Buffer): void => {
    const { connection, response, upgradeHead = nothing } = this.parts;
    this.isOver = true;
    connection.relays();
    response.detachSocket(connection.socket);
    connection.socket.write(rawHead(answer), 'latin1');
    relay({ socket: connection.socket, head: upgradeHead }, { socket: runtimeSocket, head });
  };

  private over(how: ExchangeEnd, at: number): void {
    this.isOver = true;
    this.parts.tap.ended(how, at);
  }

  /** Runs an event's part with the time at which it came, and sees to it that no fault of ours leaves an answer half told. */
  private timed<T>(handle: (at: number, value: T) => void): (value: T) => void {
    const { clock, held } = this.parts;
    return (value) => {
      const at = clock.monotonic();
      try {
        handle(at, value);
      } catch (error) {
        this.giveUp(at, error);
      }
      held(clock.monotonic() - at);
    };
  }

  private giveUp(at: number, error: unknown): void {
    const { log, runtime, connection, request, response } = this.parts;
    if (!this.isOver) this.over('dropped', at);
    this.runtimeRequest.destroy();
    if (!response.headersSent) {
      // Node reads heads that it does not write.
      refuseKindly(request, response, notHttp(runtime));
      return;
    }
    log('warn', `An answer of ${runtime.name} could not be passed on: ${String(error)}. Its connection was closed.`);
    connection.socket.resetAndDestroy();
  }
}

function mayHaveTrailers(status: number): boolean {
  return status !== 204 && status !== 304;
}

function pairsOf(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length >> 1 }, (_, i) => [raw[2 * i]!, raw[2 * i + 1]!]);
}
