import { ServerResponse, type IncomingMessage } from 'node:http';

/** A response on a connection from which Node reads no more HTTP; the connection ends with it. */
export function lastResponse(request: IncomingMessage): ServerResponse {
  const { socket } = request;
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  // Node listens no more to what happens to such a connection.
  socket.on('error', () => socket.destroy());
  response.once('finish', () => {
    response.detachSocket(socket);
    socket.destroySoon();
  });
  response.assignSocket(socket);
  return response;
}
