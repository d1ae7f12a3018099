import type { IncomingMessage } from 'node:http';
import { suffices, type Role } from '../../../protocol/role';
import { badRequest, Refusal } from '../refusal';
import { cookieValues } from './cookies';
import { ownOrigin, type Scheme } from './ownOrigin';
import { PassingSecrets } from './passingSecrets';
import { Tokens } from './tokens';

const codeBytes = 16;
const codeMs = 60_000;
const mostCodes = 16;
const sessionBytes = 32;
const sessionMs = 12 * 60 * 60_000;
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
}

/** Where a server is, and who lets in there. */
export interface Entrance {
  readonly url: string;
  readonly gate: Gate;
}

/** Who may do what: by a token, or by the cookie of a session that a one-time link began. */
export class Gate {
  private tokens: Tokens;
  private readonly codes: PassingSecrets;
  private readonly sessions: PassingSecrets;

  constructor(private readonly options: GateOptions) {
    const { secret, now } = options;
    this.tokens = new Tokens(secret);
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
    const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${sessionMs / 1000}`;
    return `${this.cookie}=${this.sessions.make()}; ${attributes}${this.scheme === 'https' ? '; Secure' : ''}`;
  }

  /** @throws Refusal 401 for who is nobody, 403 for who may not do what needs this role. */
  require(request: IncomingMessage, needed: Role): void {
    const { authorization } = request.headers;
    const role = authorization === undefined ? this.sessionOf(request) : this.holderOf(authorization);
    if (!suffices(role, needed))
      throw new Refusal(
        403,
        'role_too_low',
        `This needs the role ${needed}, and the request comes from a${role === 'operator' ? 'n' : ''} ${role}. Use a token of that role.`,
      );
  }

  private get cookie(): string {
    return `wirthforge-${this.options.port()}`;
  }

  private holderOf(authorization: string): Role {
    const given = /^bearer +([^\s]+) *$/i.exec(authorization)?.[1];
    if (given === undefined) throw unauthorized('The request carries no token.');
    const role = this.tokens.roleOf(given);
    if (role === undefined) throw unauthorized('The token is not one of this monitor.');
    return role;
  }

  private sessionOf(request: IncomingMessage): Role {
    const values = cookieValues(request.headers.cookie, this.cookie);
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

function unauthorized(what: string): Refusal {
  return new Refusal(
    401,
    'unauthorized',
    `${what} Send "Authorization: Bearer" with the content of the file token in the monitor's data folder.`,
    { 'WWW-Authenticate': 'Bearer' },
  );
}
