import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { RequestInfo } from '../../src/protocol/requests';
import { LlamaServer, slowModel, tinyModel, type Timings } from '../support/llamaServer';
import { naiveEntropyBits } from '../support/naiveEntropy';
import { ProxiedModels } from '../support/proxiedModels';
import { streamed } from '../support/streamedAnswer';

const model = 'tiny-random-llama.gguf';
const labels = { runtime: 'local', model };
const messages = [{ role: 'user', content: 'hello world the of and' }];
/** A model of random weights never ends by itself, so each request gets as many tokens as it asks for. */
const endless = { ignore_eos: true };

interface Truth {
  readonly output: number;
  readonly input: number;
}

type Usage = Readonly<Record<string, number>>;

interface Counted {
  readonly timings?: Timings;
  readonly usage?: Usage;
  readonly response?: { readonly usage?: Usage };
  readonly message?: { readonly usage?: Usage };
}

/** What the server said of a request, in whichever form. */
function truthOf(events: readonly unknown[]): Truth {
  const all = events as readonly Counted[];
  const timings = all.findLast((event) => event.timings)?.timings;
  if (timings) return { output: timings.predicted_n, input: timings.prompt_n + timings.cache_n };
  const usages = all
    .flatMap(({ response, message, usage }) => [response?.usage, message?.usage, usage])
    .filter(isGiven);
  const output = usages.findLast((usage) => usage['output_tokens'] !== undefined)?.['output_tokens'];
  const last = Object.assign({}, ...usages) as Usage;
  return { output: output ?? NaN, input: (last['input_tokens'] ?? NaN) + (last['cache_read_input_tokens'] ?? 0) };
}

const isGiven = (usage: Usage | undefined): usage is Usage => usage !== undefined;

/** Every way of asking that a llama-server knows; each answers with the server's own counts. */
const ways: readonly ((url: string, tokens: number) => Promise<Truth>)[] = [
  async (url, tokens) => {
    const body = { messages, max_tokens: tokens, stream_options: { include_usage: true }, ...endless };
    return truthOf((await streamed(`${url}/v1/chat/completions`, body, () => true)).events);
  },
  async (url, tokens) => {
    const body = { messages, max_tokens: tokens, logprobs: true, top_logprobs: 5, ...endless };
    return truthOf((await streamed(`${url}/v1/chat/completions`, body, () => true)).events);
  },
  (url, tokens) => whole(`${url}/v1/chat/completions`, { messages, max_tokens: tokens, ...endless }),
  (url, tokens) => whole(`${url}/v1/completions`, { prompt: 'the of and', max_tokens: tokens, ...endless }),
  async (url, tokens) => {
    const body = { prompt: 'the of and', max_tokens: tokens, ...endless };
    return truthOf((await streamed(`${url}/v1/completions`, body, () => true)).events);
  },
  async (url, tokens) => {
    const body = { prompt: 'who may', n_predict: tokens, ...endless };
    return truthOf((await streamed(`${url}/completion`, body, () => true)).events);
  },
  (url, tokens) => whole(`${url}/completion`, { prompt: 'who may', n_predict: tokens, ...endless }),
  async (url, tokens) => {
    const body = { input: 'water than call', max_output_tokens: tokens, ...endless };
    return truthOf((await streamed(`${url}/v1/responses`, body, () => true)).events);
  },
  async (url, tokens) => {
    const body = { messages, max_tokens: tokens, ...endless };
    return truthOf((await streamed(`${url}/v1/messages`, body, () => true)).events);
  },
  (url, tokens) => whole(`${url}/v1/messages`, { messages, max_tokens: tokens, ...endless }),
];

async function whole(url: string, body: object): Promise<Truth> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return truthOf([JSON.parse(text)]);
}

describe('requests to a real llama-server through the proxy', () => {
  let server: LlamaServer;
  let models: ProxiedModels;

  before(async () => {
    server = await LlamaServer.start({
      model: await tinyModel(),
      flags: ['-c', '32768', '-np', '8', '--metrics', '--jinja'],
    });
    models = await ProxiedModels.start([{ name: 'local', kind: 'llamacpp', url: server.url }]);
    await models.until('the server is read', () => models.value('model.output_tokens', labels) === 0);
  });

  after(async () => {
    await models.stop();
    await server.stop();
  });

  it('have exactly the tokens that the server counted, over 200 of them, 8 at a time, in every form', async () => {
    const counters = ['tokens_predicted_total', 'prompt_tokens_total', 'prompt_tokens_cached_total'] as const;
    const read = (): Promise<number[]> => Promise.all(counters.map((name) => server.metric(name)));
    const start = await read();
    const truths: Truth[] = [];
    let next = 0;
    const client = async (): Promise<void> => {
      for (let i = next++; i < 200; i = next++) {
        const way = ways[i % ways.length]!;
        // Each asks for another number of tokens, by which it is told from the others.
        truths.push(await way(models.url('local'), 10 + i));
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    const inOrder = (all: readonly { output: number; input: number }[]): string[] =>
      all.map(({ output, input }) => `${output} of ${input}`).sort();
    await models.until('all requests ended', () => models.requests().length === 200);
    const requests = models.requests();
    assert.deepEqual(new Set(requests.map(({ state }) => state)), new Set(['done']));
    assert.deepEqual(new Set(requests.map(({ tokenQuality }) => tokenQuality)), new Set(['measured']));
    assert.deepEqual(new Set(requests.map((request) => request.model)), new Set([model]));
    assert.deepEqual(
      inOrder(
        requests.map(({ outputTokens = NaN, inputTokens = NaN }) => ({ output: outputTokens, input: inputTokens })),
      ),
      inOrder(truths),
    );
    const [output, evaluated = NaN, cached = NaN] = (await read()).map((value, i) => value - (start[i] ?? NaN));
    assert.equal(
      truths.reduce((sum, truth) => sum + truth.output, 0),
      output,
      'the server itself counts what it says of each request',
    );
    await models.until('the totals follow', () => models.value('model.output_tokens', labels) === output);
    assert.equal(models.value('model.input_tokens', labels), evaluated + cached);
    assert.equal(models.value('model.requests', labels), 200);
    assert.equal(models.values('model.request_ms', labels).length, 200);
  });

  it('that are cancelled have what passed by, marked so, and the totals follow the server', async () => {
    const before = models.requests().length;
    const seen: number[] = [];
    for (let i = 0; i < 10; i++) {
      const body = { messages, max_tokens: 2000, logprobs: true, top_logprobs: 1, ...endless };
      const { events } = await streamed(
        `${models.url('local')}/v1/chat/completions`,
        body,
        () => true,
        (all) => all.length > 20 + i,
      );
      seen.push(events.filter(hasLogprobs).length);
    }
    await models.until('all were noticed', () => models.requests().length === before + 10);
    const cancelled = models.requests().slice(before);
    for (const [i, request] of cancelled.entries()) {
      assert.equal(request.state, 'cancelled');
      assert.equal(request.tokenQuality, 'estimated');
      assert.ok((request.outputTokens ?? 0) >= seen[i]!, `${request.outputTokens} of at least ${seen[i]!}`);
      assert.ok((request.outputTokens ?? 0) < 2000);
    }
    await server.idle();
    const counted = await server.metric('tokens_predicted_total');
    await models.until('the totals follow', () => models.value('model.output_tokens', labels) === counted);
  });

  it('show the uncertainty that an independent calculation finds', async () => {
    const vocabulary = await server.vocabulary();
    const body = { messages, max_tokens: 40, logprobs: true, top_logprobs: 5, ...endless };
    const before = models.requests().length;
    const { events } = await streamed(`${models.url('local')}/v1/chat/completions`, body, () => true);
    await models.until('it was noticed', () => models.requests().length === before + 1);
    const bounds = events.filter(hasLogprobs).flatMap(({ choices: [choice] }) =>
      choice.logprobs.content.map(({ id, logprob, top_logprobs: top }) => {
        const best = top.map((each) => Math.exp(each.logprob));
        const isAmongThem = top.some((each) => each.id === id);
        return naiveEntropyBits(best, isAmongThem ? undefined : Math.exp(logprob), vocabulary);
      }),
    );
    const request = models.requests().at(-1);
    assert.ok(request?.entropyBits && bounds.length > 0);
    assert.equal(request.entropyShare, bounds.length / 40);
    const mean = (pick: (bound: { lower: number; upper: number }) => number): number =>
      bounds.reduce((sum, bound) => sum + pick(bound), 0) / bounds.length;
    assert.ok(Math.abs(request.entropyBits.lower - mean(({ lower }) => lower)) < 1e-6);
    assert.ok(Math.abs(request.entropyBits.upper - mean(({ upper }) => upper)) < 1e-6);
  });

  it('that the server refuses are errors, and pass as they are', async () => {
    const errors = models.value('model.errors', labels) ?? 0;
    const response = await fetch(`${models.url('local')}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"messages": 7}',
    });
    const direct = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"messages": 7}',
    });
    assert.equal(response.status, direct.status);
    assert.equal(await response.text(), await direct.text());
    await models.until('it is counted', () => (models.value('model.errors', labels) ?? 0) > errors);
    assert.equal(models.requests().at(-1)?.state, 'failed');
  });
});

describe('speed and first token of a slow model through the proxy', () => {
  let server: LlamaServer;
  let models: ProxiedModels;
  const tokens = 120;

  before(async () => {
    server = await LlamaServer.start({ model: await slowModel(), flags: ['-c', '4096', '-np', '2', '--metrics'] });
    models = await ProxiedModels.start([{ name: 'local', kind: 'llamacpp', url: server.url }]);
  });

  after(async () => {
    await models.stop();
    await server.stop();
  });

  it("are the server's own and the client's own", async () => {
    const own: { readonly speed: number; readonly ttft: number }[] = [];
    for (let i = 0; i < 3; i++) {
      const body = { messages, max_tokens: tokens, ...endless };
      const url = `${models.url('local')}/v1/chat/completions`;
      const { events, firstContentMs } = await streamed(url, body, hasText);
      const timings = (events as readonly Counted[]).findLast((event) => event.timings)?.timings;
      own.push({ speed: timings?.predicted_per_second ?? NaN, ttft: firstContentMs });
    }
    await models.until('all were noticed', () => models.requests().length === 3);
    const shown: RequestInfo[] = models.requests();
    const differences: number[] = [];
    for (const [i, { tokensPerSecond = NaN, ttftMs = NaN }] of shown.entries()) {
      const { speed, ttft } = own[i]!;
      // The server divides all tokens by the time from the first to the last, one gap more than there is.
      const expected = (speed * (tokens - 1)) / tokens;
      differences.push(Math.abs(tokensPerSecond / expected - 1));
      // Both clocks see the same event; how near they are to each other is measured, not tested.
      assert.ok(ttftMs > 0 && ttftMs <= ttft, `${ttftMs} ms shown, ${ttft} ms in the client`);
    }
    // Whatever else the machine does delays the first or the last token of some requests on their way, not of each.
    assert.ok(Math.min(...differences) < 0.02, `differences of ${differences.join(', ')}`);
    const speeds = models.values('model.tokens_per_second', { runtime: 'local', model: shown[0]!.model });
    assert.ok(speeds.length > tokens, `${speeds.length} frames of three streams of ${tokens} tokens`);
  });
});

interface WithLogprobs {
  readonly choices: readonly [
    {
      readonly logprobs: {
        readonly content: readonly {
          readonly id: number;
          readonly logprob: number;
          readonly top_logprobs: readonly { readonly id: number; readonly logprob: number }[];
        }[];
      };
    },
  ];
}

function hasLogprobs(event: unknown): event is WithLogprobs {
  const { choices } = event as { readonly choices?: readonly { readonly logprobs?: unknown }[] };
  return choices?.[0]?.logprobs !== undefined && choices[0].logprobs !== null;
}

function hasText(event: unknown): boolean {
  const { choices } = event as {
    readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
  };
  return (choices?.[0]?.delta?.content ?? '') !== '';
}
