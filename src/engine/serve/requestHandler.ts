import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Role } from '../../protocol/role';
import { feedPath } from '../../protocol/feed/pagePaths';
import type { Log } from '../log';
import type { Gate } from './access/gate';
import { sendOpenPage } from './access/openPage';
import type { ReadyAnswer } from './answer';
import { AnswerWriter } from './answerWriter';
import type { Connections } from './connections';
import { answerCommand } from './control/commandAnswer';
import { commandRoutes, findCommandRoute, type CommandRoute } from './control/commandRoutes';
import { readBody } from './control/readBody';
import { lastResponse } from './lastResponse';
import { openEventStream } from './live/eventStream';
import type { LiveHub } from './live/liveHub';
import { requireHandshake } from './live/handshake';
import type { WebSockets } from './live/webSocket';
import { checkOrigin } from './originGuard';
import { isPagePath } from './pages/pageFiles';
import { sendPage, sendRefusedPage, wantsPage } from './pages/pageAnswer';
import type { PageDoor } from './pages/pageDoor';
import { Parameters } from './parameters';
import { Refusal } from './refusal';
import { hasBody, isWebSocket, requireBareRead, requireMethod, requireNoBody } from './requestRules';
import { routes, type Route } from './routes/table';
import { securityHeaders } from './securityHeaders';
import type { Sources } from './sources';
import { parseTarget, type Target } from './target';

const methods = 'GET, HEAD';
/** After these nothing more is read from the connection. */
const closing = new Set([403, 503]);
/** What every path needs at least, but those that are for nobody in particular. */
const leastRole: Role = 'viewer';
/** Commands that are carried out at once, of those that need the same role: who only looks keeps nobody else waiting. */
const mostCommands = 4;

export interface HandlerOptions {
  readonly gate: Gate;
  readonly sources: Sources;
  readonly connections: Connections;
  readonly live: LiveHub;
  readonly webSockets: WebSockets;
  /** Where pages of browsers are let in; undefined where there are none. */
  readonly pages: PageDoor | undefined;
  readonly allowedOrigins: () => readonly string[];
  readonly log: Log;
  /** A clock for differences, ms. */
  readonly monotonic: () => number;
  /** Told how long a part of a request held the thread, ms. */
  readonly held: (ms: number) => void;
}

/** Who goes on with a connection whose handshake may be answered. */
type Accept = (take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void) => void;

/** Answers requests: first who asks and for what host, then in which role, only then what. */
export class RequestHandler {
  private readonly writer: AnswerWriter;
  private readonly commands: Record<Role, number> = { viewer: 0, operator: 0, admin: 0 };

  constructor(private readonly options: HandlerOptions) {
    this.writer = new AnswerWriter(options.monotonic, options.held);
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse, accept?: Accept): void => {
    const started = this.options.monotonic();
    const { connections } = this.options;
    connections.requested();
    if (connections.isCrowded(request.socket)) {
      request.socket.destroy();
      return;
    }
    response.once('close', connections.answering(request.socket));
    try {
      this.answer(request, response, accept);
    } catch (error) {
      this.refuse(response, error);
    }
    this.options.held(this.options.monotonic() - started);
  };

  /** Of a WebSocket, which is refused for what it lacks first. */
  readonly upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const response = lastResponse(request);
    this.handle(request, response, (take) => {
      response.detachSocket(request.socket);
      take(request, stream, head);
    });
  };

  private answer(request: IncomingMessage, response: ServerResponse, accept?: Accept): void {
    const { gate, sources, connections, allowedOrigins, webSockets, pages, live } = this.options;
    const { host = [], origin = [] } = request.headersDistinct;
    const returning = gate.returningOrigin(request);
    const trusted = returning === undefined ? allowedOrigins() : [...allowedOrigins(), returning];
    const reader = checkOrigin({ host, origin }, trusted, gate.scheme);
    if (reader !== undefined)
      response.setHeaders(
        new Map([
          ['Access-Control-Allow-Origin', reader],
          ['Vary', 'Origin'],
        ]),
      );
    connections.requireRoom(request.socket);
    const target = parseTarget(request.url ?? '');
    if (reader !== undefined && request.method === 'OPTIONS') {
      allowAuthorization(response);
      return;
    }
    if (target.path === '/open' && !isWebSocket(request)) {
      this.open(request, response, target);
      return;
    }
    const route = routes.get(target.path);
    const command = findCommandRoute(target.path);
    const needed = neededRole(route, command?.route);
    const role =
      needed !== 'nobody' || isWebSocket(request)
        ? gate.require(request, needed === 'nobody' ? leastRole : needed)
        : knownRole(request, gate);
    if (target.path === '/ws') {
      requireHandshake(request);
      accept?.((...connection) => {
        webSockets.accept(...connection, gate.restOf(request));
      });
      return;
    }
    if (pages && role && target.path === feedPath) {
      requireHandshake(request);
      const enter = pages.enter(request, role, new Parameters(target.parameters));
      accept?.(enter);
      return;
    }
    if (pages && isPagePath(target.path)) {
      requireBareRead(request);
      void this.page(request, response, target, pages);
      return;
    }
    if (command) {
      void this.command(request, response, command, target);
      return;
    }
    if (!route && target.path !== '/events') throw notFound(target);
    requireBareRead(request);
    if (!route) {
      openEventStream(request, response, new Parameters(target.parameters), live, gate.restOf(request));
      return;
    }
    const answer = route.answer(new Parameters(target.parameters), sources, request.headers.accept, role);
    if ('later' in answer) void this.answerLater(response, answer.later);
    else this.sendAnswer(response, answer);
  }

  /** A link is its own proof. Only GET redeems it: who asks for the headers alone means to look whether it is there. */
  private open(request: IncomingMessage, response: ServerResponse, { parameters }: Target): void {
    requireMethod(request, '/open', 'GET');
    requireNoBody(request);
    const given = new Parameters(parameters);
    given.only('code');
    sendOpenPage(response, this.options.gate.redeem(given.text('code')));
  }

  /** Never rejects: what goes wrong is answered. */
  private async page(
    request: IncomingMessage,
    response: ServerResponse,
    target: Target,
    pages: PageDoor,
  ): Promise<void> {
    try {
      const file = await pages.room.file(target.path);
      if (!file) throw notFound(target);
      sendPage(request, response, file, { scheme: this.options.gate.scheme, home: pages.home() });
    } catch (error) {
      this.refuse(response, error);
    }
  }

  /** Never rejects: what goes wrong is answered, unless nobody waits for it any more. */
  private async answerLater(
    response: ServerResponse,
    later: (gone: AbortSignal) => Promise<ReadyAnswer>,
  ): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    try {
      this.sendAnswer(response, await later(gone.signal));
    } catch (error) {
      if (!gone.signal.aborted) this.refuse(response, error);
    }
  }

  private sendAnswer(response: ServerResponse, answer: ReadyAnswer): void {
    if ('body' in answer) {
      send(response, answer.status ?? 200, answer.body);
      return;
    }
    response.setHeaders(new Map(Object.entries(securityHeaders)));
    if (answer.contentType !== undefined) response.setHeader('Content-Type', answer.contentType);
    this.writer.write(response, answer.pieces, (error) => {
      this.refuse(response, error);
    });
  }

  /** Never rejects: what goes wrong is answered. */
  private async command(
    request: IncomingMessage,
    response: ServerResponse,
    { route, id }: { readonly route: CommandRoute; readonly id: string },
    { path, parameters }: Target,
  ): Promise<void> {
    const { commands } = this;
    commands[route.requires]++;
    try {
      if (commands[route.requires] > mostCommands) throw busy();
      requireMethod(request, path, ...(route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
      if (!route.body) requireNoBody(request);
      const isRead = route.body && (route.body.isOptional !== true || hasBody(request));
      if (isRead && request.headers.expect !== undefined) response.writeContinue();
      const text = isRead ? await readBody(request, route.body.mostBytes) : undefined;
      const command = route.command(new Parameters(parameters), text, id);
      await answerCommand(request, response, command, this.options.sources.control);
    } catch (error) {
      this.refuse(response, error);
    } finally {
      commands[route.requires]--;
    }
  }

  private refuse(response: ServerResponse, error: unknown): void {
    const refusal = error instanceof Refusal ? error : this.internal(error);
    if (response.headersSent) {
      // Half of an answer is out: only a cut connection tells that the rest is missing.
      response.destroy();
      return;
    }
    if (closing.has(refusal.status) || hasBody(response.req)) response.setHeader('Connection', 'close');
    response.setHeaders(new Map(Object.entries(refusal.headers)));
    if (refusal.status === 401 && wantsPage(response.req)) sendRefusedPage(response, refusal);
    else send(response, refusal.status, refusal.body);
  }

  private internal(error: unknown): Refusal {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.options.log('error', `A request could not be answered, which is a fault of the monitor: ${what}`);
    return new Refusal(500, 'internal', 'The monitor could not make this answer; its log says why. Please report it.');
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { ...securityHeaders, 'Content-Length': Buffer.byteLength(text) });
  response.end(text);
}

/** The answer to a browser that asks beforehand whether a listed origin may send the token. */
function allowAuthorization(response: ServerResponse): void {
  response.writeHead(204, {
    'Access-Control-Allow-Methods': methods,
    'Access-Control-Allow-Headers': 'Authorization',
    'Access-Control-Max-Age': '600',
  });
  response.end();
}

function busy(): Refusal {
  return new Refusal(503, 'busy', `${mostCommands} commands are under way already. Wait until one has ended.`, {
    'Retry-After': '5',
  });
}

/** Whoever asks for what is not there has to be let in first, so that nobody else learns what there is. */
function neededRole(route: Route | undefined, command: CommandRoute | undefined): Role | 'nobody' {
  return route?.requires ?? command?.requires ?? leastRole;
}

/** The role of who asks where anybody may; undefined for who shows nothing that counts. */
function knownRole(request: IncomingMessage, gate: Gate): Role | undefined {
  try {
    return gate.require(request, leastRole);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function notFound({ path }: Target): Refusal {
  const known = [...routes.keys(), ...commandRoutes.keys(), '/ws', '/events', '/'].join(', ');
  const shown = path.length > 100 ? `${path.slice(0, 99)}…` : path;
  return new Refusal(404, 'not_found', `There is nothing at ${shown}. There is: ${known}.`);
}
