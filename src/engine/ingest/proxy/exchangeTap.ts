import type { IncomingHttpHeaders } from 'node:http';

/** The head of a request on its way to a runtime. */
export interface RequestHead {
  readonly runtime: string;
  readonly method: string;
  /** Path and query as the runtime sees them, without the URL's own prefix: `/v1/chat/completions?x=y`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** When it was received in full, ms of the monotonic clock. */
  readonly at: number;
}

/**
 * How an exchange ended: the whole answer passed; the client went away; the runtime broke off its answer; the runtime
 * was not reached.
 */
export type ExchangeEnd = 'complete' | 'cancelled' | 'dropped' | 'unreachable';

/**
 * Watches one exchange. It gets what passed after it was passed on, and must not change a chunk or keep it without
 * copying. Whatever it throws is logged and ends the watching, never the exchange. Times are ms of the monotonic clock.
 */
export interface ExchangeTap {
  requestData(chunk: Buffer, at: number): void;
  requestEnd(at: number): void;
  response(status: number, headers: IncomingHttpHeaders, at: number): void;
  responseData(chunk: Buffer, at: number): void;
  ended(how: ExchangeEnd, at: number): void;
}

/** Undefined for exchanges in which there is nothing to measure. */
export type OpenTap = (head: RequestHead) => ExchangeTap | undefined;
