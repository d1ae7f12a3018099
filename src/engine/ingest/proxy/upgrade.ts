import type { IncomingMessage } from 'node:http';
import { passedHeaders } from './passedHeaders';

/**
 * Whether a request to upgrade is for the runtime to decide. HTTP/2 is not: clients that offer it with every request, as
 * Java's does, are content with HTTP/1.1. Nor is one with a body, since Node reads no body after an upgrade.
 */
export function isForRuntime({ headers, httpVersion }: IncomingMessage): boolean {
  const protocols = (headers.upgrade ?? '').split(',').map((protocol) => protocol.trim().toLowerCase());
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? '0') !== 0;
  return httpVersion === '1.1' && !hasBody && protocols.some((protocol) => protocol !== 'h2c' && protocol !== '');
}

/** The head of a request as it would have been sent without asking for an upgrade, and what came after it. */
export function withoutUpgrade(request: IncomingMessage, rest: Buffer): Buffer {
  const { method = '', url = '', httpVersion, rawHeaders } = request;
  const headers = passedHeaders(rawHeaders, { persists: true, isChunked: true });
  let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let i = 0; i + 1 < headers.length; i += 2) text += `${headers[i]!}: ${headers[i + 1]!}\r\n`;
  return Buffer.concat([Buffer.from(`${text}\r\n`, 'latin1'), rest]);
}
