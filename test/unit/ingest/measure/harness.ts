import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import type { MeasuredRequest, RequestSink } from '../../../../src/engine/models/measuredRequest';
import { measuring } from '../../../../src/engine/ingest/measure/measuring';
import type { ExchangeEnd, ExchangeTap } from '../../../../src/engine/ingest/proxy/exchangeTap';
import { FakeClock } from '../../../support/fakeClock';

/** An exchange as a proxy would show it to a tap. */
export interface Exchange {
  readonly path?: string;
  readonly method?: string;
  readonly request?: string | Buffer;
  readonly requestHeaders?: IncomingHttpHeaders;
  readonly status?: number;
  readonly headers?: IncomingHttpHeaders;
  /** Text arrives 1 ms after what was before it; a time tells otherwise. */
  readonly answer?: readonly (Buffer | string | readonly [at: number, bytes: Buffer | string])[] | undefined;
  readonly end?: ExchangeEnd;
  readonly endAt?: number;
  readonly vocabulary?: number | undefined;
}

export interface Measured {
  readonly request: MeasuredRequest;
  /** What the sink was told, in order. */
  readonly told: readonly string[];
  /** Tokens that the sink was told of. */
  readonly tokens: number;
  readonly log: readonly string[];
}

export const sent: IncomingHttpHeaders = { 'content-type': 'text/event-stream' };
export const json: IncomingHttpHeaders = { 'content-type': 'application/json; charset=utf-8' };
export const lines: IncomingHttpHeaders = { 'content-type': 'application/x-ndjson' };

/** A sink that keeps what it is told, and the first request that ends. */
export class KeepingSink implements RequestSink {
  readonly told: string[] = [];
  tokens = 0;
  readonly ending: Promise<MeasuredRequest>;
  private settle: (request: MeasuredRequest) => void = () => undefined;

  constructor() {
    this.ending = new Promise((resolve) => (this.settle = resolve));
  }

  begun(request: MeasuredRequest): void {
    this.told.push(`begun ${request.model ?? 'nothing'}`);
  }

  progressed(request: MeasuredRequest, tokens: number): void {
    assert.equal(request.state, 'generating');
    assert.ok(tokens >= 0);
    this.tokens += tokens;
    this.told.push(`progressed ${tokens}`);
  }

  ended(request: MeasuredRequest): void {
    this.told.push(`ended ${request.state}`);
    this.settle(request);
  }
}

/** Times of the exchange's steps are ms after its start, which is 1000 of the monotonic clock. */
export const start = 1000;

/** Opens a tap as the proxy does, which must be one. */
export function open(exchange: Exchange, sink: RequestSink, log: (text: string) => void): ExchangeTap {
  const { path = '/v1/chat/completions', method = 'POST', requestHeaders = {}, vocabulary } = exchange;
  const openTap = measuring({
    sink,
    clock: new FakeClock(),
    vocabularyOf: () => vocabulary,
    log: (level, message) => {
      log(`${level} ${message}`);
    },
  });
  const tap = openTap({ runtime: 'local', method, path, headers: requestHeaders, at: start });
  assert.ok(tap, `${method} ${path} is not measured`);
  return tap;
}

/** Shows an exchange to a tap from its beginning to its end. */
export async function measured(exchange: Exchange): Promise<Measured> {
  const {
    request = '{"model":"asked","stream":true}',
    status = 200,
    headers = sent,
    answer,
    end = 'complete',
  } = exchange;
  const sink = new KeepingSink();
  const log: string[] = [];
  const tap = open(exchange, sink, (text) => log.push(text));
  tap.requestData(Buffer.from(request), start + 1);
  tap.requestEnd(start + 1);
  let at = start + 2;
  if (answer) tap.response(status, headers, at);
  for (const piece of answer ?? []) {
    const isTimed = Array.isArray(piece);
    at = isTimed ? start + (piece[0] as number) : at + 1;
    // As in a socket, the bytes are others' as soon as the call is over.
    const bytes = Buffer.from((isTimed ? piece[1] : piece) as Buffer);
    tap.responseData(bytes, at);
    bytes.fill(0x7f);
  }
  tap.ended(end, exchange.endAt === undefined ? at : start + exchange.endAt);
  return { request: await sink.ending, told: sink.told, tokens: sink.tokens, log };
}

/** Server-sent events with these texts. */
export const events = (...texts: readonly (string | object)[]): string =>
  texts.map((text) => `data: ${typeof text === 'string' ? text : JSON.stringify(text)}\n\n`).join('');

/** A chunk of a chat in which a piece of text arrives. */
export const said = (content: string): object => ({ model: 'm', choices: [{ index: 0, delta: { content } }] });
export const finish = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
