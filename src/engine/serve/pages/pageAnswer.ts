import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Scheme } from '../access/ownOrigin';
import type { Refusal } from '../refusal';
import { securityHeaders } from '../securityHeaders';
import type { PageFile } from './pageFiles';
import { viewAt } from './pageFiles';
import { pageHeaders } from './pageHeaders';
import { refusedHtml } from './pageHtml';

const forever = 'private, max-age=31536000, immutable';

/** Where a page is from. */
export interface PagePlace {
  readonly scheme: Scheme;
  /** The port of the settings, which is not where the server listens if that was taken. */
  readonly home: number;
}

export function sendPage(
  request: IncomingMessage,
  response: ServerResponse,
  file: PageFile,
  { scheme, home }: PagePlace,
): void {
  response.writeHead(200, {
    ...pageHeaders(request.headers.host ?? '', scheme === 'https', home),
    'Content-Type': file.contentType,
    'Content-Length': file.bytes.byteLength,
    ...(file.isKept ? { 'Cache-Control': forever } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

/** Whether it is a person with a browser who asks for a page. */
export function wantsPage({ url = '', headers }: IncomingMessage): boolean {
  const [where = ''] = url.split('?', 1);
  return viewAt(where) !== undefined && (headers.accept ?? '').includes('text/html');
}

/** Says to a person why the page does not open, and how it does. */
export function sendRefusedPage(response: ServerResponse, { status, message }: Refusal): void {
  const html = refusedHtml(message);
  response.writeHead(status, {
    ...securityHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(html),
  });
  response.end(html);
}
