import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Refusal } from '../../serve/refusal';
import { securityHeaders } from '../../serve/securityHeaders';

/** How long a client that is told that its request went nowhere may go on sending it, ms. */
const lingerMs = 1000;

/** Answers in the runtime's place and closes the connection. */
export function answerAtOnce(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  // The reason is written out: the response may still hold one of the runtime's.
  response.writeHead(status, STATUS_CODES[status] ?? '', {
    ...securityHeaders,
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
  });
  response.end(text);
}

/**
 * Refuses a request whose sender is trusted. What is still to come of its body is read and thrown away first, for a while:
 * a connection that is closed while its client sends is reset, and the client would never see the reason.
 */
export function refuseKindly(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const answer = (): void => {
    clearTimeout(timer);
    if (!response.headersSent && !response.destroyed) answerAtOnce(response, refusal.status, refusal.body);
  };
  const timer = setTimeout(answer, lingerMs);
  if (request.complete || request.headers.expect !== undefined) {
    answer();
    return;
  }
  request.once('end', answer);
  response.once('close', answer);
  request.resume();
}
