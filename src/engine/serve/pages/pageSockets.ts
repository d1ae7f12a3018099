import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { packMessage } from '../../../protocol/feed/packedMessage';
import { feedProtocol, type PageView } from '../../../protocol/feed/pagePaths';
import type { Role } from '../../../protocol/role';
import type { ToView } from '../../../protocol/viewLink';
import type { Clock } from '../../clock';
import type { Log } from '../../log';
import type { PagePass } from '../access/gate';
import { MessageBudget, tooManyMessages } from '../live/messageBudget';
import { closeCodes, closingMs, sessionOver } from '../live/outlet';
import { textOf, webSocketServer } from '../live/webSocketServer';
import { parsePageMessage } from './pageMessages';
import type { PageRoom } from './pageRoom';
import type { ServedPage } from './servedPage';

export interface PageVisitor {
  readonly view: PageView;
  readonly role: Role;
  readonly pass: PagePass;
  /** The port of the settings. */
  readonly home: number;
}

const mostMessageBytes = 64 * 1024;
/** With more than this waiting a page is sent nothing more until it has taken all of it. */
const mostWaitingBytes = 4 * 1024 * 1024;
/** How often a page is told that the monitor is there, ms. */
const beatMs = 2000;
const beat = JSON.stringify({ type: 'beat' });
/** A page that takes nothing for so long is gone, or has gone wrong, ms. */
const patienceMs = 30_000;

/** The WebSockets of pages. Who may connect is settled before. */
export class PageSockets {
  private readonly server = webSocketServer({
    maxPayload: mostMessageBytes,
    // Loopback is faster than any compression, and columns of numbers hardly get smaller.
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(feedProtocol) ? feedProtocol : false),
  });
  private readonly open = new Set<PageConnection>();
  /** What goes with the answer to a handshake: the next pages of who came with a ticket are from this server. */
  private readonly cookies = new WeakMap<IncomingMessage, string>();

  constructor(
    private readonly room: PageRoom,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.server.on('headers', (headers, request) => {
      const cookie = this.cookies.get(request);
      if (cookie !== undefined) headers.push(`Set-Cookie: ${cookie}`);
    });
  }

  /** Answers the handshake of a page that may connect. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, visitor: PageVisitor): void {
    const { cookie } = visitor.pass;
    if (cookie !== undefined) this.cookies.set(request, cookie);
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new PageConnection(webSocket, this.room, visitor, this.clock, this.log);
      this.open.add(connection);
      webSocket.once('close', () => this.open.delete(connection));
      socket.on('drain', () => {
        connection.drained();
      });
    });
  }

  closeAll(code: number, reason: string): void {
    for (const connection of this.open) connection.close(code, reason);
  }
}

class PageConnection {
  private readonly page: ServedPage;
  private readonly budget: MessageBudget;
  private readonly beat: NodeJS.Timeout;
  /** Since when nothing is sent, because what was sent is not taken. */
  private heldAt: number | undefined;
  private heardAt: number;
  private readonly endsAt: number;
  private closing: NodeJS.Timeout | undefined;

  constructor(
    private readonly webSocket: WebSocket,
    room: PageRoom,
    { view, role, pass, home }: PageVisitor,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.heardAt = clock.monotonic();
    this.endsAt = this.heardAt + pass.restMs;
    this.budget = new MessageBudget(this.heardAt);
    this.page = room.join(view, role, (message) => {
      this.send(message);
    });
    this.beat = setInterval(() => {
      this.look();
    }, beatMs);
    webSocket.on('message', (data, isBinary) => {
      this.received(data, isBinary);
    });
    webSocket.on('ping', (data) => {
      // Pongs for one that reads none would pile up.
      if (this.spend() && this.canTake) webSocket.pong(data);
    });
    webSocket.on('pong', () => {
      this.heardAt = clock.monotonic();
    });
    webSocket.on('error', (error) => {
      log('debug', `The connection of a page was closed: ${error.message}.`);
    });
    webSocket.on('close', () => {
      clearInterval(this.beat);
      clearTimeout(this.closing);
      room.leave(this.page);
    });
    const { ticket, answer, port } = pass;
    if (ticket !== undefined) webSocket.send(JSON.stringify({ type: 'ticket', ticket, answer, port, home }));
  }

  /** Goes on once a slow page has taken all that was sent. */
  drained(): void {
    if (this.heldAt === undefined || this.webSocket.bufferedAmount > 0) return;
    this.heldAt = undefined;
    this.page.goOn();
  }

  close(code: number, reason: string): void {
    if (this.closing) return;
    this.page.end();
    this.webSocket.close(code, reason);
    this.closing = setTimeout(() => {
      this.webSocket.terminate();
    }, closingMs);
  }

  private get canTake(): boolean {
    return this.webSocket.readyState === this.webSocket.OPEN && this.heldAt === undefined;
  }

  private send(message: ToView): void {
    if (!this.canTake) return;
    this.webSocket.send(packMessage(message), { binary: true });
    if (this.webSocket.bufferedAmount <= mostWaitingBytes) return;
    this.heldAt = this.clock.monotonic();
    this.page.hold();
  }

  private look(): void {
    const { webSocket, heardAt, heldAt, endsAt } = this;
    const now = this.clock.monotonic();
    // Who is held may talk on and on; it has to take what it was sent.
    if (now - (heldAt ?? heardAt) > patienceMs)
      this.close(closeCodes.tryLater, 'Nothing was taken for too long. Connect again.');
    else if (now > endsAt) this.close(closeCodes.policy, sessionOver);
    else if (this.canTake) {
      webSocket.send(beat);
      webSocket.ping();
    }
  }

  private spend(): boolean {
    if (this.closing) return false;
    this.heardAt = this.clock.monotonic();
    if (this.budget.spend(this.heardAt)) return true;
    this.close(closeCodes.policy, tooManyMessages);
    return false;
  }

  private received(data: RawData, isBinary: boolean): void {
    if (!this.spend()) return;
    const message = isBinary ? undefined : parsePageMessage(textOf(data));
    if (message) this.page.heard(message);
    else this.log('debug', 'A page in a browser sent a message that is not in the protocol; it was ignored.');
  }
}
