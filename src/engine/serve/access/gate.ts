import type { IncomingMessage } from 'node:http';
import { feedPath, ticketPrefix } from '../../../protocol/feed/pagePaths';
import { suffices, type Role } from '../../../protocol/role';
import { badRequest, Refusal } from '../refusal';
import { cookieValues } from './cookies';
import { ownOrigin, type Scheme } from './ownOrigin';
import { PassingSecrets } from './passingSecrets';
import { longestMs, Tickets } from './tickets';
import { Tokens } from './tokens';

const codeBytes = 16;
const codeMs = 60_000;
const mostCodes = 16;
const sessionBytes = 32;
const sessionMs = longestMs;
const mostSessions = 64;
/** Who came in by a link from the editor is a person who watches, and answers alerts. */
const sessionRole: Role = 'operator';

export interface GateOptions {
  /** The content of the token file. */
  readonly secret: string;
  readonly scheme: Scheme;
  /** Where the server listens. Browsers share cookies among the ports of a host, so the cookie's name says whose it is. */
  readonly port: () => number;
  /** A clock for differences, ms. */
  readonly now: () => number;
  /** Milliseconds since 1970. */
  readonly time: () => number;
  /** How long the server has listened on its port, ms. */
  readonly upMs: () => number;
}

/** What a page is given to come back with. */
export interface PagePass {
  /** Undefined for who came with a token: a ticket would outlast it, or let in to more. */
  readonly ticket: string | undefined;
  /** What proves to a page that showed a ticket that it is let in by who made it. */
  readonly answer: string | undefined;
  /** Where the server listens, which a page whose port is forwarded cannot know. */
  readonly port: number;
  /** How long the page may stay, ms; Infinity for who came with a token. */
  readonly restMs: number;
  /** The `Set-Cookie` of a session here, for a page that came with the ticket of another server. */
  readonly cookie: string | undefined;
}

/** Where a server is, and who lets in there. */
export interface Entrance {
  readonly url: string;
  readonly gate: Gate;
}

/** Who may do what: by a token, or by the cookie of a session that a one-time link began. */
export class Gate {
  private tokens: Tokens;
  private tickets: Tickets;
  private readonly codes: PassingSecrets;
  private readonly sessions: PassingSecrets;

  constructor(private readonly options: GateOptions) {
    const { secret, now, time, upMs } = options;
    this.tokens = new Tokens(secret);
    this.tickets = new Tickets(secret, time, upMs);
    this.codes = new PassingSecrets(codeBytes, codeMs, mostCodes, now);
    this.sessions = new PassingSecrets(sessionBytes, sessionMs, mostSessions, now);
  }

  get scheme(): Scheme {
    return this.options.scheme;
  }

  tokenOf(role: Role): string {
    return this.tokens.of(role);
  }

  /** Another secret: no token, session or link of before opens anything. */
  replace(secret: string): void {
    this.tokens = new Tokens(secret);
    this.tickets = new Tickets(secret, this.options.time, this.options.upMs);
    this.codes.forgetAll();
    this.sessions.forgetAll();
  }

  /** What opens the server's pages in a browser, once, within 60 s. @param url Where the server is. */
  linkAt(url: string): string {
    return `${url}/open?code=${this.codes.make()}`;
  }

  /** The `Set-Cookie` of a session that a code begins. @throws Refusal 400 or 401. */
  redeem(code: string | undefined): string {
    if (code === undefined) throw badRequest('The parameter code is missing. Open the link as it was given.');
    if (!this.codes.redeem(code))
      throw new Refusal(
        401,
        'link_expired',
        'This link was used already, or is older than 60 s. Have the monitor make a new one.',
      );
    return this.session(sessionMs);
  }

  /**
   * The origin of a page that was served by another server of the same data folder, on another port of this host, and
   * shows a ticket for it; undefined for every other request. Only a page that was let in before has a ticket.
   */
  returningOrigin(request: IncomingMessage): string | undefined {
    const { origin, host = '' } = request.headers;
    if (origin === undefined || this.ticketRest(request) === 0) return undefined;
    return isSameHost(origin, `${this.scheme}://${host}`) ? origin : undefined;
  }

  /** How long who was let in may stay, ms; Infinity for who came with a token, until there is another one. */
  restOf(request: IncomingMessage): number {
    if (request.headers.authorization !== undefined) return Infinity;
    return this.ticketRest(request) || this.sessionRest(request);
  }

  /** What a page that may be fed gets besides, so that it can come back until its session ends. */
  passFor(request: IncomingMessage): PagePass {
    const port = this.options.port();
    const none = { ticket: undefined, answer: undefined, cookie: undefined, port };
    const restMs = this.restOf(request);
    if (restMs === Infinity) return { ...none, restMs };
    const ofSession = this.sessionRest(request);
    const ofTicket = this.ticketRest(request);
    const shown = shownIn(request);
    const answer = shown === undefined ? undefined : this.tickets.answerTo(shown, port);
    // Who has a session here already would push out those of others by coming back often.
    const cookie = ofTicket > 0 && ofSession === 0 ? this.session(ofTicket) : undefined;
    return { ticket: this.tickets.make(restMs), answer, cookie, port, restMs };
  }

  /** @returns The role of who asks. @throws Refusal 401 for who is nobody, 403 for who may not do what needs this role. */
  require(request: IncomingMessage, needed: Role): Role {
    const { authorization } = request.headers;
    const role = authorization === undefined ? this.visitorOf(request) : this.holderOf(authorization);
    if (!suffices(role, needed))
      throw new Refusal(
        403,
        'role_too_low',
        `This needs the role ${needed}, and the request comes from a${role === 'operator' ? 'n' : ''} ${role}. Use a token of that role.`,
      );
    return role;
  }

  private get cookie(): string {
    return `wirthforge-${this.options.port()}`;
  }

  private session(lifeMs: number): string {
    const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${Math.floor(lifeMs / 1000)}`;
    return `${this.cookie}=${this.sessions.make(lifeMs)}; ${attributes}${this.scheme === 'https' ? '; Secure' : ''}`;
  }

  /** Who shows a ticket is a page, and may be fed; nothing else is opened by one. */
  private visitorOf(request: IncomingMessage): Role {
    return this.ticketRest(request) > 0 ? sessionRole : this.sessionOf(request);
  }

  /** How long the ticket holds that a page shows, ms. */
  private ticketRest(request: IncomingMessage): number {
    const shown = shownIn(request);
    return shown === undefined ? 0 : this.tickets.restOf(shown, this.options.port());
  }

  /** How long the longest of its sessions lasts, ms. */
  private sessionRest(request: IncomingMessage): number {
    return Math.max(0, ...this.sessionsIn(request).map((value) => this.sessions.restOf(value)));
  }

  private sessionsIn({ headers }: IncomingMessage): string[] {
    return cookieValues(headers.cookie, this.cookie);
  }

  private holderOf(authorization: string): Role {
    const given = /^bearer +([^\s]+) *$/i.exec(authorization)?.[1];
    if (given === undefined) throw unauthorized('The request carries no token.');
    const role = this.tokens.roleOf(given);
    if (role === undefined) throw unauthorized('The token is not one of this monitor.');
    return role;
  }

  private sessionOf(request: IncomingMessage): Role {
    const values = this.sessionsIn(request);
    if (values.length === 0) throw unauthorized('The request carries no token.');
    if (!values.some((value) => this.sessions.holds(value)))
      throw unauthorized('The session of this browser is over. Open the monitor from the editor again.');
    this.requireOwnPage(request);
    return sessionRole;
  }

  /**
   * A browser sends the cookie along with whatever a page of any port of this host asks for. Reading does no harm, as
   * that page is not shown the answer; for anything else the page has to be the monitor's own.
   */
  private requireOwnPage({ method, headers }: IncomingMessage): void {
    const isPlainRead = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined;
    if (isPlainRead) return;
    if (headers.origin?.toLowerCase() === ownOrigin(this.scheme, headers.host ?? '')) return;
    throw new Refusal(
      403,
      'forbidden_origin',
      'With the cookie of a session only the own pages of the monitor may do this. Use a token.',
    );
  }
}

/** What a page shows of its ticket, among the protocols that it offers where it is fed; nobody else shows one. */
function shownIn({ method, url = '', headers }: IncomingMessage): string | undefined {
  if (method !== 'GET' || headers.upgrade?.toLowerCase() !== 'websocket' || url.split('?', 1)[0] !== feedPath)
    return undefined;
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  return offered.find((protocol) => protocol.startsWith(ticketPrefix))?.slice(ticketPrefix.length);
}

/** Whether two origins are the same but for the port. */
function isSameHost(one: string, other: string): boolean {
  const withoutPort = (origin: string): string => origin.toLowerCase().replace(/:\d{1,5}$/, '');
  return withoutPort(one) === withoutPort(other);
}

function unauthorized(what: string): Refusal {
  return new Refusal(
    401,
    'unauthorized',
    `${what} Send "Authorization: Bearer" with the content of the file token in the monitor's data folder.`,
    { 'WWW-Authenticate': 'Bearer' },
  );
}
