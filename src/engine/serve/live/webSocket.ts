import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { stackOf } from '../../../protocol/messageOf';
import type { Clock } from '../../clock';
import type { Log } from '../../log';
import { Refusal } from '../refusal';
import type { Batch } from './batch';
import { parseClientMessage } from './clientMessage';
import type { LiveClient } from './liveClient';
import type { LiveHub } from './liveHub';
import { MessageBudget, tooManyMessages } from './messageBudget';
import { errorText, pongText } from './messages';
import { closeCodes, closingMs, mostWaitingBytes, type Outlet } from './outlet';
import { subscribed, unsubscribed, type Subscription } from './subscription';
import { textOf, webSocketServer } from './webSocketServer';

export interface WebSocketsOptions {
  readonly hub: LiveHub;
  readonly clock: Clock;
  readonly log: Log;
}

const mostMessageBytes = 1024 * 1024;
const silent = 'No answer came to a ping. Connect again, with the last seq.';

/** The clients that speak WebSocket. Who may connect is settled before. */
export class WebSockets {
  private readonly server = webSocketServer({
    maxPayload: mostMessageBytes,
    perMessageDeflate: {
      threshold: 1024,
      // Memory between messages is worth less here than that no client costs 300 kB.
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      concurrencyLimit: 4,
      zlibDeflateOptions: { level: 1 },
    },
  });

  constructor(private readonly options: WebSocketsOptions) {}

  /**
   * Answers the handshake of a request that may connect; one that is none is refused and closed.
   * @param restMs How long it may stay, ms.
   */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, restMs: number): void {
    const { hub, clock, log } = this.options;
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      new Connection(webSocket, restMs, hub, clock, log);
    });
  }
}

class Connection implements Outlet {
  private readonly client: LiveClient;
  private readonly budget: MessageBudget;
  private subscription: Subscription | undefined;
  private wasHeard = true;
  /** Whether more waits than may, and the hub is to be told when that is over. */
  private isHeld = false;
  private closing: NodeJS.Timeout | undefined;

  constructor(
    private readonly webSocket: WebSocket,
    restMs: number,
    private readonly hub: LiveHub,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.budget = new MessageBudget(clock.monotonic());
    this.client = hub.join(this, restMs);
    webSocket.on('message', (data, isBinary) => {
      if (this.spend()) this.received(data, isBinary);
    });
    webSocket.on('ping', (data) => {
      // Pongs for one that reads none would pile up.
      if (this.spend() && this.isReady) webSocket.pong(data);
    });
    webSocket.on('pong', () => {
      this.wasHeard = true;
    });
    // What the other end did wrong was said to it with the code of the closing.
    webSocket.on('error', (error) => {
      log('debug', `A WebSocket was closed: ${error.message}.`);
    });
    webSocket.on('close', () => {
      clearTimeout(this.closing);
      hub.leave(this.client);
    });
  }

  get isReady(): boolean {
    const { webSocket } = this;
    return webSocket.readyState === webSocket.OPEN && webSocket.bufferedAmount < mostWaitingBytes;
  }

  send(batch: Batch): void {
    this.webSocket.send(batch.webSocketFrame, { binary: false }, this.written);
    this.isHeld ||= !this.isReady;
  }

  heartbeat(): void {
    if (!this.wasHeard) {
      this.close(closeCodes.tryLater, silent);
      return;
    }
    this.wasHeard = false;
    this.webSocket.ping();
  }

  close(code: number, reason: string): void {
    if (this.closing) return;
    this.log('debug', `A WebSocket is closed with ${code}: ${reason}`);
    this.webSocket.close(code, reason);
    this.closing = setTimeout(() => {
      this.webSocket.terminate();
    }, closingMs);
  }

  /** A message has gone where the system sends it from. The socket alone knows nothing of what waits to be compressed. */
  private readonly written = (): void => {
    if (!this.isHeld || !this.isReady) return;
    this.isHeld = false;
    this.hub.drained(this.client);
  };

  private spend(): boolean {
    this.wasHeard = true;
    if (this.closing) return false;
    if (this.budget.spend(this.clock.monotonic())) return true;
    this.close(closeCodes.policy, tooManyMessages);
    return false;
  }

  private received(data: RawData, isBinary: boolean): void {
    try {
      if (isBinary) throw new Refusal(400, 'bad_request', 'Messages are JSON in text frames; this one was binary.');
      this.carryOut(textOf(data));
    } catch (error) {
      const refusal = error instanceof Refusal ? error : this.internal(error);
      this.client.answer((place) => errorText(place, refusal.code, refusal.message));
    }
  }

  /** @throws Refusal for what cannot be done. */
  private carryOut(text: string): void {
    const { hub, client, clock } = this;
    const message = parseClientMessage(text);
    switch (message.type) {
      case 'subscribe':
        this.subscription = subscribed(this.subscription, message.wish);
        hub.subscribe(client, this.subscription, message.seen);
        break;
      case 'unsubscribe':
        this.subscription = unsubscribed(this.subscription, message.wish);
        hub.reduce(client, this.subscription);
        break;
      case 'ping':
        client.answer((place) => pongText(place, clock.now()));
    }
  }

  private internal(error: unknown): Refusal {
    this.log('error', `A message could not be answered, which is a fault of the monitor: ${stackOf(error)}`);
    return new Refusal(500, 'internal', 'The monitor could not answer this; its log says why. Please report it.');
  }
}
