import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A stand-in for a runtime: `/v1/chat/completions?ms=20&phase=7` writes an event of a chat every 20 ms, beginning after 7; with `ms=0`
 * as many as are taken; every event holds the time at which it was sent. Everything else is answered with a few bytes.
 */
const start = '{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"bench","choices":[';
const token = '{"index":0,"delta":{"content":" token"},"finish_reason":null,"logprobs":null}]';

/** CLOCK_MONOTONIC, which all processes of a machine share, ns. */
function event(): string {
  return `data: ${start}${token},"at":"${process.hrtime.bigint()}"}\n\n`;
}

function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write(event()));
  if (!response.destroyed) response.once('drain', () => setImmediate(pour, response));
}

function pace(response: ServerResponse, ms: number, phase: number): void {
  let timer = setTimeout(() => {
    timer = setInterval(() => response.write(event()), ms);
  }, phase);
  response.once('close', () => {
    clearInterval(timer);
  });
}

const server = createServer({ noDelay: true }, (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  request.resume();
  if (pathname !== '/v1/chat/completions') {
    response.end('{"object":"list","data":[]}');
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.flushHeaders();
  const ms = Number(searchParams.get('ms'));
  if (ms === 0) pour(response);
  else pace(response, ms, Number(searchParams.get('phase')));
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
