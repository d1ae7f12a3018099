import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Parameters } from '../parameters';
import { badRequest } from '../refusal';
import { securityHeaders } from '../securityHeaders';
import type { Batch } from './batch';
import { placeOf, placeOfId } from './clientMessage';
import type { LiveHub } from './liveHub';
import { errorText } from './messages';
import { closingMs, mostWaitingBytes, type Outlet } from './outlet';
import { subscribed, type Subscription } from './subscription';

/** Said to clients: how long they wait before they connect again, ms. */
const retryMs = 1000;

/**
 * Answers `GET /events` with the messages that a WebSocket would bring.
 * @param restMs How long whoever asks may listen, ms.
 * @throws Refusal 400 for what cannot be subscribed to, and where other answers come first, before anything was sent.
 */
export function openEventStream(
  request: IncomingMessage,
  response: ServerResponse,
  parameters: Parameters,
  hub: LiveHub,
  restMs: number,
): void {
  parameters.only('channels', 'metrics', 'maxRate', 'epoch', 'seq');
  const subscription = subscriptionOf(parameters);
  // Of what waits for others nobody is told that its connection closed.
  if (response.socket === null)
    throw badRequest('Another answer comes first on this connection. Ask for events on a connection of their own.');
  const given = request.headers['last-event-id'];
  const seen =
    placeOfId(Array.isArray(given) ? given[0] : given) ??
    placeOf(numberOf(parameters.text('epoch')), numberOf(parameters.text('seq')));
  response.writeHead(200, { ...securityHeaders, 'Content-Type': 'text/event-stream; charset=utf-8' });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // The time after which a silent connection is closed is for requests; this one lives by heartbeats.
  request.socket.setTimeout(0);
  request.socket.setNoDelay(true);
  response.write(`retry: ${retryMs}\n\n`);
  const outlet = new EventStream(response, hub);
  const client = hub.join(outlet, restMs);
  response.on('drain', () => {
    hub.drained(client);
  });
  response.once('close', () => {
    outlet.ended();
    hub.leave(client);
  });
  hub.subscribe(client, subscription, seen);
}

class EventStream implements Outlet {
  private closing: NodeJS.Timeout | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly hub: Pick<LiveHub, 'place'>,
  ) {}

  get isReady(): boolean {
    return this.closing === undefined && this.response.writableLength < mostWaitingBytes;
  }

  send(batch: Batch): void {
    this.response.write(batch.eventStream);
  }

  heartbeat(): void {
    // A comment; clients pass over it.
    if (this.isReady) this.response.write(': heartbeat\n\n');
  }

  close(code: number, reason: string): void {
    if (this.closing) return;
    this.response.end(`data: ${errorText(this.hub.place(), `closed_${code}`, reason)}\n\n`);
    this.closing = setTimeout(() => {
      this.response.destroy();
    }, closingMs);
  }

  ended(): void {
    clearTimeout(this.closing);
  }
}

function subscriptionOf(parameters: Parameters): Subscription {
  const list = (name: string): string[] | undefined => parameters.text(name)?.split(',');
  return subscribed(undefined, {
    channels: list('channels'),
    metrics: list('metrics'),
    maxRate: numberOf(parameters.text('maxRate')),
  });
}

/** Not a number for what is none, so that whoever takes it refuses it. */
function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN;
}
