import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type ServerOptions } from 'ws';
import { sendRaw } from '../clientFault';
import { badRequest } from '../refusal';

/** What the kinds of WebSocket that the monitor speaks differ in. */
export type OwnOptions = Pick<ServerOptions, 'handleProtocols' | 'perMessageDeflate'> & {
  /** The largest message that is taken, bytes. */
  readonly maxPayload: number;
};

/** What answers handshakes that were let in, within the limits that hold for every WebSocket of the monitor. */
export function webSocketServer(own: OwnOptions): WebSocketServer {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Pieces of a message, and what is left over of reading; no honest client has as many.
    maxFragments: 1024,
    maxBufferedChunks: 4096,
    // A client is answered its pings within what it may send and takes.
    autoPong: false,
    ...own,
  });
  // The library would say it in words of its own, and without the headers that every answer has.
  server.on('wsClientError', ({ message }: Error, socket: Duplex) => {
    sendRaw(socket, badRequest(`This is no WebSocket handshake: ${message}. Correct it.`));
  });
  return server;
}

/** A message as text, in however many pieces it came. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString();
}
