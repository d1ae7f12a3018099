import { measuring } from '../../src/engine/ingest/measure/measuring';
import { systemClock } from '../../src/engine/clock';
import type { RequestSink } from '../../src/engine/models/measuredRequest';
import { median } from './meter';

const eventsPerRun = 5000;
const runs = 15;

export interface EventCost {
  readonly plain: number;
  /** With the log-probabilities of the 20 likeliest tokens. */
  readonly withLogprobs: number;
  /** A megabyte of a request's body, microseconds. */
  readonly requestMegabyte: number;
}

const candidates = Array.from({ length: 20 }, (_, id) => ({
  id,
  token: ` token${id}`,
  bytes: [...Buffer.from(` token${id}`)],
  logprob: -0.5 - id * 0.37,
}));
const chunk = (choice: object): Buffer =>
  Buffer.from(
    `data: ${JSON.stringify({
      choices: [{ finish_reason: null, index: 0, delta: { content: ' some' }, ...choice }],
      created: 1_790_000_000,
      id: 'chatcmpl-CplNJ5OkvWdV0b70nh5r7PKz06Fl1qVA',
      model: '/models/tiny-random-llama.gguf',
      system_fingerprint: 'b11669-Debian',
      object: 'chat.completion.chunk',
    })}\n\n`,
  );

/** What measuring one event of a chat's stream costs, each event a read of its own: median of runs, microseconds. */
export function microsecondsPerEvent(): EventCost {
  const withLogprobs = chunk({ logprobs: { content: [{ ...candidates[0], top_logprobs: candidates }] } });
  return {
    plain: costOf(chunk({})),
    withLogprobs: costOf(withLogprobs),
    requestMegabyte: requestCost(),
  };
}

function costOf(event: Buffer): number {
  const costs = Array.from({ length: runs }, () => {
    const tap = openTap();
    tap.requestEnd(0);
    tap.response(200, { 'content-type': 'text/event-stream' }, 0);
    const began = performance.now();
    for (let i = 0; i < eventsPerRun; i++) tap.responseData(event, i);
    const took = performance.now() - began;
    tap.ended('complete', eventsPerRun);
    return (took * 1000) / eventsPerRun;
  });
  return median(costs);
}

function requestCost(): number {
  const text = 'Say "hello" to the world, and then explain what you see.\n';
  const body = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: text.repeat(150_000) }], model: 'm' }));
  const costs = Array.from({ length: runs }, () => {
    const tap = openTap();
    const began = performance.now();
    for (let at = 0; at < body.length; at += 65_536) tap.requestData(body.subarray(at, at + 65_536), 0);
    const took = performance.now() - began;
    tap.ended('cancelled', 0);
    return (took * 1000) / (body.length / 2 ** 20);
  });
  return median(costs);
}

function openTap(): NonNullable<ReturnType<ReturnType<typeof measuring>>> {
  const sink: RequestSink = { begun: () => undefined, progressed: () => undefined, ended: () => undefined };
  const log = (): never => {
    throw new Error('Measuring said that something went wrong, so its cost means nothing.');
  };
  const open = measuring({ sink, clock: systemClock, vocabularyOf: () => 32_000, log });
  const tap = open({ runtime: 'local', method: 'POST', path: '/v1/chat/completions', headers: {}, at: 0 });
  if (!tap) throw new Error('A chat is not measured, so there is no cost to find.');
  return tap;
}
