import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { badRequest, Refusal } from './refusal';
import { securityHeaders } from './securityHeaders';

/** Answers what is no HTTP, or too slow or too large to become a request, and closes the connection. */
export function refuseRaw(socket: Duplex, error: Error): void {
  sendRaw(socket, refusalFor('code' in error ? String(error.code) : ''));
}

/** Answers on a connection for which nothing else makes answers, and closes it. */
export function sendRaw(socket: Duplex, refusal: Refusal): void {
  const body = JSON.stringify(refusal.body);
  const headers = Object.entries({
    ...securityHeaders,
    Connection: 'close',
    'Content-Length': Buffer.byteLength(body),
  });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const { status } = refusal;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}\r\n${body}`, () => socket.destroy());
}

/** Whether a fault lies in the HTTP that was spoken, and not in what carries it, so that it can be answered in HTTP. */
export function isSpoken(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return code.startsWith('HPE_') || code === 'ERR_HTTP_REQUEST_TIMEOUT';
}

function refusalFor(code: string): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Refusal(431, 'headers_too_large', 'The request line and headers are larger than 16 KiB. Send less.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Refusal(408, 'request_timeout', 'The request did not arrive in time. Send it again, at once.');
    default:
      return badRequest('What arrived is not a valid HTTP/1.1 request.');
  }
}
