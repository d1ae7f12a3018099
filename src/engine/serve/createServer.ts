import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Pair } from './access/certificate/pair';
import { isSpoken, refuseRaw } from './clientFault';
import { spareConnections, type Connections } from './connections';
import type { RequestHandler } from './requestHandler';
import { isWebSocket } from './requestRules';
import { withoutUpgrade, type UpgradeChoice } from './upgradeChoice';

const limits: http.ServerOptions & UpgradeChoice = {
  shouldUpgradeCallback: isWebSocket,
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  // How often the timeouts above are looked after.
  connectionsCheckingInterval: 2000,
  // The guard answers a request without a host itself.
  requireHostHeader: false,
};
/** A connection on which nothing moves for so long is closed, such as one whose reader stalls. */
const idleMs = 30_000;
const handshakeMs = 5000;

/** A server that speaks HTTPS with a certificate, else HTTP, and hands everything to the handler within its limits. */
export function createServer(
  handler: RequestHandler,
  connections: Connections,
  pair: Pair | undefined,
): http.Server | https.Server {
  const server = pair
    ? https.createServer(
        { ...limits, cert: pair.cert, key: pair.key, minVersion: 'TLSv1.2', handshakeTimeout: handshakeMs },
        handler.handle,
      )
    : http.createServer(limits, handler.handle);
  server.maxConnections = connections.limit + spareConnections;
  // Headers are bounded by bytes. A bound on their number would drop the rest unread, a second Host or Origin too.
  server.maxHeadersCount = 0;
  server.setTimeout(idleMs);
  server.on('checkContinue', handler.handle);
  server.on('checkExpectation', handler.handle);
  const connected = pair ? 'secureConnection' : 'connection';
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // An answer to it would have to wait for others that Node no longer knows of.
    if (connections.isAnswering(request.socket)) request.socket.destroy();
    else if (isWebSocket(request)) handler.upgrade(request, stream, head);
    else {
      // What else a client offers to speak, such as HTTP/2 with every request, is left at HTTP/1.1.
      stream.unshift(withoutUpgrade(request, head));
      server.emit(connected, stream);
    }
  });
  server.on(connected, (socket: Socket) => {
    connections.add(socket);
  });
  // Below a secure connection, or one that never becomes secure, lies another, which has to be cut with the server.
  if (pair)
    server.on('connection', (socket: Socket) => {
      connections.carry(socket);
    });
  server.on('drop', () => {
    connections.dropped();
  });
  server.on('clientError', (error: Error, socket: Duplex) => {
    const canAnswer = socket.writable && !connections.isAnswering(socket) && (!pair || isSpoken(error));
    if (canAnswer) refuseRaw(socket, error);
    else socket.destroy();
  });
  return server;
}
