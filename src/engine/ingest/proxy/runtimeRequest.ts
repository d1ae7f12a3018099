import { request as requestFrom, type ClientRequest, type ClientRequestArgs, type IncomingMessage } from 'node:http';
import { isChunked, passedHeaders } from '../../serve/passedHeaders';
import type { ProxiedRuntime } from './proxiedRuntime';

/** Written to send a head before its body; as bytes, since Node would write a head alone as UTF-8, which it need not be. */
export const nothing = Buffer.alloc(0);

const bodiless = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

export interface Asked {
  readonly request: IncomingMessage;
  readonly runtime: ProxiedRuntime;
  /** The request target as the runtime gets it. */
  readonly target: string;
  readonly isUpgrade: boolean;
}

/**
 * Sends a client's request on, its head at once and without its body.
 * @param options What makes it go over the right connection.
 * @throws Error of Node for a head that cannot be written.
 */
export function askRuntime({ request, runtime, target, isUpgrade }: Asked, options: ClientRequestArgs): ClientRequest {
  const { method = 'GET' } = request;
  const te = request.headers['transfer-encoding'];
  const hasBody = te !== undefined || request.headers['content-length'] !== undefined;
  const headers = passedHeaders(request.rawHeaders, {
    host: new URL(runtime.address.url).host,
    persists: request.httpVersion === '1.1',
    isChunked: isChunked(te),
    isUpgrade,
  });
  // Node would send a chunked body where the method may have one. No length at all means that there is none; so does this.
  if (!hasBody && !bodiless.has(method)) headers.push('Content-Length', '0');
  const { host, port } = runtime.address;
  const runtimeRequest = requestFrom({ ...options, host, port, path: target, method, headers });
  // Headers are bounded by bytes; a bound on their number would drop the rest unseen.
  runtimeRequest.maxHeadersCount = 0;
  if (hasBody) runtimeRequest.write(nothing);
  return runtimeRequest;
}
