import type { IncomingMessage } from 'node:http';
import { badRequest, Refusal } from '../refusal';

/** @throws Refusal for a request that does not begin a WebSocket. */
export function requireHandshake({ method, headers }: IncomingMessage): void {
  const wishes = (headers.connection ?? '').toLowerCase().split(',');
  if (headers.upgrade?.toLowerCase() !== 'websocket' || !wishes.some((wish) => wish.trim() === 'upgrade'))
    throw new Refusal(426, 'upgrade_required', 'This path speaks WebSocket. Connect with ws://, or read /events.', {
      Upgrade: 'websocket',
    });
  if (method !== 'GET' || !/^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? ''))
    throw badRequest('This is no WebSocket handshake: it is a GET with a Sec-WebSocket-Key of 16 bytes in base64.');
  if (headers['sec-websocket-version'] !== '13')
    throw new Refusal(426, 'websocket_version', 'The monitor speaks version 13 of WebSocket.', {
      'Sec-WebSocket-Version': '13',
    });
}
