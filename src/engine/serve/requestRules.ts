import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal';

/** @throws Refusal 405 or 413 for what is more than reading. */
export function requireBareRead(request: IncomingMessage): void {
  requireMethod(request, 'This path', 'GET', 'HEAD');
  requireNoBody(request);
}

/** @throws Refusal 405 for any other method. */
export function requireMethod({ method = '' }: IncomingMessage, path: string, ...wanted: readonly string[]): void {
  if (wanted.includes(method)) return;
  const allowed = wanted.join(', ');
  throw new Refusal(405, 'method_not_allowed', `${path} is used with ${allowed}.`, { Allow: allowed });
}

/** @throws Refusal 413. */
export function requireNoBody(request: IncomingMessage): void {
  if (hasBody(request)) throw new Refusal(413, 'body_not_allowed', 'This request has no body. Send it without.');
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? '0') !== 0 || headers['transfer-encoding'] !== undefined;
}

export function isWebSocket({ headers }: IncomingMessage): boolean {
  return (
    headers.upgrade
      ?.toLowerCase()
      .split(',')
      .some((protocol) => protocol.trim() === 'websocket') ?? false
  );
}
