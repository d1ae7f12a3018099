import type { IncomingMessage } from 'node:http';
import { hasBody } from '../../serve/requestRules';

/**
 * Whether a request to upgrade is for the runtime to decide. HTTP/2 is not: clients that offer it with every request, as
 * Java's does, are content with HTTP/1.1. Nor is one with a body, since Node reads no body after an upgrade.
 */
export function isForRuntime(request: IncomingMessage): boolean {
  const protocols = (request.headers.upgrade ?? '').split(',').map((protocol) => protocol.trim().toLowerCase());
  const isTaken = request.httpVersion === '1.1' && !hasBody(request);
  return isTaken && protocols.some((protocol) => protocol !== 'h2c' && protocol !== '');
}
