import type { IncomingMessage } from 'node:http';

/**
 * Whether a request to upgrade is for the runtime to decide. HTTP/2 is not: clients that offer it with every request, as
 * Java's does, are content with HTTP/1.1. Nor is one with a body, since Node reads no body after an upgrade.
 */
export function isForRuntime({ headers, httpVersion }: IncomingMessage): boolean {
  const protocols = (headers.upgrade ?? '').split(',').map((protocol) => protocol.trim().toLowerCase());
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? '0') !== 0;
  return httpVersion === '1.1' && !hasBody && protocols.some((protocol) => protocol !== 'h2c' && protocol !== '');
}
