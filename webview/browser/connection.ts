import { likelyPorts } from '../../src/protocol/feed/likelyPorts';
import { feedPath, feedProtocol, ticketPrefix, type PageView } from '../../src/protocol/feed/pagePaths';
import { isAnswer, showTicket } from './showTicket';
import { parseTicketMessage } from './ticketMessage';

const leastDelayMs = 250;
const mostDelayMs = 5000;
/** A server that says nothing while it is asked to let a page in is frozen. */
const answerLimitMs = 3000;
/** The monitor says every other second that it is there. */
const silenceLimitMs = 7000;

/** What the page knows of its way to the monitor. */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly origin: string }
  /** `since`: ms since 1970. */
  | { readonly kind: 'lost'; readonly since: number }
  /** Nobody lets this page in any more; trying again would change nothing. */
  | { readonly kind: 'shut'; readonly reason: string };

export interface ConnectionOptions {
  readonly view: PageView;
  /** Told the bytes that come. */
  readonly received: (data: ArrayBuffer) => void;
  readonly changed: (state: ConnectionState) => void;
}

/** What a page showed of its ticket, for which it wants an answer. */
interface Shown {
  readonly ticket: string;
  readonly proof: string;
}

/**
 * The way to the monitor: tries until there is one, at the address of the page first, then on the ports where the next
 * leader of the same data folder is likely to listen. Anybody may listen there once the monitor is gone: who cannot
 * answer to the ticket is told nothing, and nothing that it says is taken.
 */
export class Connection {
  private socket: WebSocket | undefined;
  /** Whether the one at the other end is the monitor. */
  private isKnown = false;
  private state: ConnectionState = { kind: 'connecting' };
  private ticket: string | undefined;
  /** Where the server of the page listens, by its own word. */
  private ownPort: number | undefined;
  private origins: readonly string[] = [window.location.origin];
  private tried = 0;
  private delayMs = leastDelayMs;
  private limit: number | undefined;

  constructor(private readonly options: ConnectionOptions) {}

  open(): void {
    const origin = this.places[this.tried % this.places.length]!;
    void this.shownTo(origin).then((shown) => {
      this.connect(shown ? origin : window.location.origin, shown);
    });
  }

  /** What is said while there is no connection is lost; the page says anew what counts. */
  send(text: string): void {
    if (this.isKnown && this.socket?.readyState === WebSocket.OPEN) this.socket.send(text);
  }

  private async shownTo(origin: string): Promise<Shown | undefined> {
    const { ticket } = this;
    if (ticket === undefined) return undefined;
    try {
      return { ticket, proof: await showTicket(ticket, this.portOf(origin), Date.now()) };
    } catch (error) {
      // The cookie may do, where the same server is back; elsewhere there is nothing to look for.
      console.warn(`This page cannot show its ticket: ${String(error)}`);
      this.ticket = undefined;
      return undefined;
    }
  }

  private portOf(origin: string): number {
    if (origin === window.location.origin && this.ownPort !== undefined) return this.ownPort;
    const { port, protocol } = new URL(origin);
    const usual = protocol === 'https:' ? 443 : 80;
    return port === '' ? usual : Number(port);
  }

  private connect(origin: string, shown: Shown | undefined): void {
    const url = `${origin.replace(/^http/, 'ws')}${feedPath}?name=${this.options.view}`;
    const socket = new WebSocket(url, shown ? [feedProtocol, ticketPrefix + shown.proof] : [feedProtocol]);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    // Who is shown nothing is the one that the page itself is from.
    this.isKnown = shown === undefined;
    this.expect(socket, answerLimitMs);
    socket.onopen = () => {
      if (this.isKnown) this.arrived(socket, origin);
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (socket !== this.socket) return;
      if (this.isKnown) {
        this.take(socket, origin, data);
        return;
      }
      const answer = parseTicketMessage(data)?.answer;
      if (!shown || answer === undefined) return;
      void isAnswer(shown.ticket, shown.proof, answer).then((isTheirs) => {
        if (!isTheirs || this.isKnown || socket !== this.socket) return;
        this.isKnown = true;
        this.arrived(socket, origin);
        this.take(socket, origin, data);
      });
    };
    socket.onclose = ({ code, reason }) => {
      if (socket !== this.socket) return;
      // Only the monitor itself can send this page away.
      if (this.isKnown) this.closed(code, reason);
      else this.closed(1006, '');
    };
  }

  private arrived(socket: WebSocket, origin: string): void {
    this.delayMs = leastDelayMs;
    this.expect(socket, silenceLimitMs);
    // The next search begins where the monitor was last.
    this.origins = [origin, ...this.origins.filter((other) => other !== origin)];
    this.tried = 0;
    this.set({ kind: 'connected', origin });
  }

  private take(socket: WebSocket, origin: string, data: unknown): void {
    this.expect(socket, silenceLimitMs);
    if (data instanceof ArrayBuffer) {
      this.options.received(data);
      return;
    }
    const told = parseTicketMessage(data);
    if (!told) return;
    this.ticket = told.ticket;
    if (origin === window.location.origin) this.ownPort = told.port;
    const { protocol, hostname } = window.location;
    this.origins = [
      ...new Set([...this.origins, ...likelyPorts(told.home).map((port) => `${protocol}//${hostname}:${port}`)]),
    ];
  }

  /** Nobody but the server of the page lets it in without a ticket. */
  private get places(): readonly string[] {
    return this.ticket === undefined ? [window.location.origin] : this.origins;
  }

  private closed(code: number, reason: string): void {
    window.clearTimeout(this.limit);
    this.socket = undefined;
    // 1008: what this page shows to be let in holds no more.
    if (code === 1008) {
      this.set({ kind: 'shut', reason });
      return;
    }
    if (this.state.kind !== 'lost') this.set({ kind: 'lost', since: Date.now() });
    this.tried++;
    const isRoundOver = this.tried % this.places.length === 0;
    window.setTimeout(
      () => {
        this.open();
      },
      isRoundOver || this.tried === 1 ? this.delayMs : 0,
    );
    if (isRoundOver) this.delayMs = Math.min(mostDelayMs, this.delayMs * 2);
  }

  private expect(socket: WebSocket, withinMs: number): void {
    window.clearTimeout(this.limit);
    this.limit = window.setTimeout(() => {
      if (socket !== this.socket) return;
      // The closing of one that is frozen would be waited for.
      socket.onclose = null;
      socket.close();
      this.closed(1006, '');
    }, withinMs);
  }

  private set(state: ConnectionState): void {
    this.state = state;
    this.options.changed(state);
  }
}
