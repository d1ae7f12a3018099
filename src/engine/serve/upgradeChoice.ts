import type { IncomingMessage } from 'node:http';
import { passedHeaders } from './passedHeaders';

/**
 * What Node 24.9 and later ask before a request counts as one to upgrade. Earlier ones count every request that names
 * another protocol, and read no body then: what is refused here has to be read again {@link withoutUpgrade}.
 */
export interface UpgradeChoice {
  readonly shouldUpgradeCallback: (request: IncomingMessage) => boolean;
}

/** The head of a request as it would have been sent without asking for an upgrade, and what came after it. */
export function withoutUpgrade(request: IncomingMessage, rest: Buffer): Buffer {
  const { method = '', url = '', httpVersion, rawHeaders } = request;
  const headers = passedHeaders(rawHeaders, { persists: true, isChunked: true });
  let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let i = 0; i + 1 < headers.length; i += 2) text += `${headers[i]!}: ${headers[i + 1]!}\r\n`;
  return Buffer.concat([Buffer.from(`${text}\r\n`, 'latin1'), rest]);
}
