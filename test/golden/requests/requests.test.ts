import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { figuresOf } from '../../../src/engine/ingest/measure/figures';
import type { MeasuredRequest } from '../../../src/engine/models/measuredRequest';
import { json, lines, measured, sent, type Measured } from '../../unit/ingest/measure/harness';

const folder = path.join(process.cwd(), 'test', 'golden', 'requests');
const llama = '/models/tiny-random-llama.gguf';

interface Golden {
  readonly file: string;
  readonly path: string;
  readonly is: Partial<MeasuredRequest>;
  readonly status?: number;
  /** Tokens with log-probabilities. */
  readonly entropyTokens?: number;
}

const chat = '/v1/chat/completions';
const real = (file: string, where: string, is: Partial<MeasuredRequest>, entropyTokens = 0): Golden => ({
  file: `llama-server-b11669/${file}`,
  path: where,
  is: { model: llama, isModelSaid: true, state: 'done', ...is },
  entropyTokens,
});
const shaped = (file: string, where: string, is: Partial<MeasuredRequest>, entropyTokens = 0): Golden => ({
  file: `shaped/${file}`,
  path: where,
  is: { state: 'done', ...is },
  entropyTokens,
});
// Of tokens that end inside a character the server gives the log-probabilities of the last one only.
const twelve = { input: 41, cached: 40, output: 12 };

const goldens: readonly Golden[] = [
  real('chat.stream.sse', chat, { counts: { input: 41, cached: 0, output: 12 }, generatedMs: 425.685 }),
  real('chat.stream.usage.sse', chat, { counts: twelve, generatedMs: 3.389, isByEvents: true }),
  real('chat.stream.logprobs.sse', chat, { counts: twelve, tokensSeen: 12, isByEvents: false }, 12),
  real('chat.stream.timings.sse', chat, { counts: twelve, isByEvents: false }),
  // The server counts one of the two choices only, which is not what was generated.
  real('chat.stream.two.sse', chat, { counts: { input: 41, cached: 40 } }),
  real('chat.two.json', chat, { counts: { input: 41, cached: 40 }, tokensSeen: 0 }),
  real('chat.postSampling.sse', chat, { counts: { ...twelve, output: 4 }, tokensSeen: 4 }),
  real('chat.json', chat, { counts: twelve, generatedMs: 120.818, contentEvents: 0 }),
  real('chat.logprobs.json', chat, { counts: twelve, tokensSeen: 10 }, 10),
  real('completions.stream.sse', '/v1/completions', { counts: { input: 13, cached: 2, output: 12 } }),
  real('completions.stream.logprobs.sse', '/v1/completions', { tokensSeen: 10, isByEvents: false }, 10),
  real('completions.json', '/v1/completions', { tokensSeen: 10 }, 10),
  real('native.stream.sse', '/completion', {
    counts: { input: 13, cached: 12, output: 12 },
    isByEvents: false,
    generatedMs: 3.361,
  }),
  real('native.stream.probs.sse', '/completion', { counts: { input: 13, cached: 12, output: 12 } }, 10),
  real('native.json', '/completion', { tokensSeen: 12 }, 12),
  real('responses.stream.sse', '/v1/responses', { counts: { input: 30, cached: 19, output: 12 }, generatedMs: 3.701 }),
  real('responses.json', '/v1/responses', { counts: { input: 30, cached: 29, output: 12 } }),
  real('messages.stream.sse', '/v1/messages', { counts: { input: 41, cached: 19, output: 12 } }),
  real('messages.json', '/v1/messages', { counts: twelve }),
  real('embeddings.openai.json', '/v1/embeddings', { kind: 'embeddings', counts: { input: 18 }, tokensSeen: 0 }),
  real('embeddings.native.json', '/embedding', { model: 'asked', isModelSaid: false, counts: undefined }),
  {
    ...real('bad.json', chat, { state: 'failed', model: 'asked', isModelSaid: false, counts: undefined }),
    status: 400,
  },
  shaped('ollama.chat.ndjson', '/api/chat', {
    model: 'qwen3:8b',
    counts: { input: 26, output: 120 },
    generatedMs: 2500,
    loadMs: 50,
    contentEvents: 3,
    tokensSeen: 4,
    sawReasoning: true,
  }),
  shaped('ollama.cachedPrompt.ndjson', '/api/chat', { counts: { output: 10 }, generatedMs: 400, loadMs: 20 }),
  shaped('ollama.failure.ndjson', '/api/generate', { state: 'failed', counts: undefined, tokensSeen: 1 }),
  shaped('ollama.loadOnly.json', '/api/generate', { counts: undefined, tokensSeen: 0, firstContentAt: NaN }),
  shaped(
    'ollama.generate.logprobs.ndjson',
    '/api/generate',
    { tokensSeen: 2, contentEvents: 1, isByEvents: false, counts: { input: 3, output: 2 } },
    2,
  ),
  shaped('ollama.embed.json', '/api/embed', { kind: 'embeddings', counts: { input: 8 } }),
  shaped('openai.hiddenReasoning.sse', chat, {
    counts: { input: 12, cached: 8, output: 302, reasoning: 300 },
    sawReasoning: false,
  }),
  shaped('openai.tools.sse', chat, { contentEvents: 3, tokensSeen: 4, sawReasoning: true, firstTextAt: NaN }),
  shaped('vllm.usageOnEveryChunk.sse', chat, {
    counts: { input: 7, output: 6 },
    tokensSeen: 5,
    isByEvents: false,
    contentEvents: 2,
  }),
  shaped('vllm.completion.logprobs.sse', '/v1/completions', { tokensSeen: 2, isByEvents: false }, 2),
  shaped('anthropic.tools.sse', '/v1/messages', {
    model: 'claude-x',
    counts: { input: 1125, cached: 1000, output: 89 },
    contentEvents: 3,
    sawReasoning: true,
  }),
  shaped('anthropic.error.sse', '/v1/messages', { state: 'failed', counts: { input: 25 } }),
  shaped('anthropic.json', '/v1/messages', { counts: { input: 18, cached: 5, output: 7 } }),
  shaped(
    'responses.reasoning.sse',
    '/v1/responses',
    { counts: { input: 30, cached: 10, output: 12, reasoning: 4 }, contentEvents: 3, sawReasoning: true },
    1,
  ),
  shaped('responses.failed.sse', '/v1/responses', { state: 'failed', tokensSeen: 1 }),
  shaped('responses.incomplete.sse', '/v1/responses', { counts: { input: 3, output: 1 } }),
  shaped('lmstudio.chat.sse', '/api/v1/chat', {
    model: 'openai/gpt-oss-20b',
    counts: { input: 329, output: 268, reasoning: 5 },
    loadMs: 12340,
    contentEvents: 3,
    sawReasoning: true,
  }),
  shaped('lmstudio.error.sse', '/api/v1/chat', { state: 'failed' }),
  shaped('lmstudio.v0.json', '/api/v0/chat/completions', { counts: { input: 24, output: 53 }, generatedMs: 954 }),
  shaped('llama.errorInStream.sse', chat, { state: 'failed', tokensSeen: 0 }),
];

const headersOf = (file: string): typeof sent => (file.endsWith('.sse') ? sent : file.endsWith('.json') ? json : lines);
const answerOf = ({ file }: Golden): Buffer => readFileSync(path.join(folder, file));

/** All of it at one moment, so that how it is cut cannot show in the times. */
const feed = (golden: Golden, pieces: readonly Buffer[], headers = headersOf(golden.file)): Promise<Measured> =>
  measured({
    path: golden.path,
    ...(golden.status === undefined ? {} : { status: golden.status }),
    headers,
    answer: pieces.map((piece) => [50, piece] as const),
    vocabulary: 544,
  });

/** Cuts at places that are always the same for the same seed. */
function cut(bytes: Buffer, seed: number, most: number): Buffer[] {
  const pieces: Buffer[] = [];
  let state = seed;
  for (let at = 0; at < bytes.length;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    const length = 1 + ((state >>> 8) % most);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

describe('recorded answers', () => {
  for (const golden of goldens)
    it(`${golden.file} is read as it should be, however it is cut and whatever ends its lines`, async () => {
      const bytes = answerOf(golden);
      const whole = await feed(golden, [bytes]);
      for (const [key, value] of Object.entries(golden.is))
        assert.deepEqual(whole.request[key as keyof MeasuredRequest], value, key);
      assert.equal(whole.request.entropy.tokens, golden.entropyTokens ?? 0);
      assert.deepEqual(whole.log, []);

      const ways = [cut(bytes, 1, 1), cut(bytes, 2, 7), cut(bytes, 3, 90), cut(bytes, 4, 3000)];
      for (const pieces of ways) assert.deepEqual(await feed(golden, pieces), whole);
      if (golden.file.endsWith('.json')) return;
      for (const lineEnd of ['\r\n', '\r']) {
        const other = Buffer.from(bytes.toString().replaceAll('\n', lineEnd));
        for (const pieces of [[other], cut(other, 5, 1), cut(other, 6, 60)])
          assert.deepEqual(await feed(golden, pieces), whole);
      }
    });
});

describe('encoded answers', () => {
  const encodings = {
    gzip: gzipSync,
    'x-gzip': gzipSync,
    br: brotliCompressSync,
    deflate: deflateSync,
    Deflate: deflateRawSync,
  };
  for (const [name, encode] of Object.entries(encodings))
    it(`in ${name}${encode === deflateRawSync ? ' without its header' : ''} are read as those that are not`, async () => {
      for (const golden of goldens) {
        const bytes = answerOf(golden);
        const headers = { ...headersOf(golden.file), 'content-encoding': name };
        const plain = await feed(golden, [bytes]);
        for (const most of [1, 100, 1e6]) {
          const pieces = cut(encode(bytes), 7, most);
          if (pieces.length < 800) assert.deepEqual(await feed(golden, pieces, headers), plain, golden.file);
        }
      }
    });
});

describe('figures of recorded answers', () => {
  const figures = async (file: string): Promise<ReturnType<typeof figuresOf>> => {
    const golden = goldens.find((each) => each.file.endsWith(file));
    assert.ok(golden);
    return figuresOf((await feed(golden, [answerOf(golden)])).request);
  };

  it("take an answer's speed from the runtime where it came in one piece, and its first token from nowhere", async () => {
    const { tokensPerSecond, interTokenMs, ttftMs, durationMs } = await figures('chat.json');
    assert.ok(Math.abs(tokensPerSecond - (12 * 1000) / 120.818) < 1e-9);
    assert.ok(Math.abs(interTokenMs - 120.818 / 12) < 1e-9);
    assert.ok(Number.isNaN(ttftMs));
    assert.equal(durationMs, 50);
    assert.ok(Math.abs((await figures('lmstudio.v0.json')).tokensPerSecond - 53 / 0.954) < 1e-9);
  });

  it('tell no speed where hidden reasoning was counted', async () => {
    assert.ok(Number.isNaN((await figures('openai.hiddenReasoning.sse')).tokensPerSecond));
  });
});

describe('nothing of an answer', () => {
  it('is found in what is said of it', async () => {
    for (const golden of goldens) {
      const { request, told } = await feed(golden, [answerOf(golden)]);
      assert.doesNotMatch(JSON.stringify([request, told]), /SECRET|Grüße|location|Arrr/);
    }
  });

  it('but the name of its error is in the problem', async () => {
    const problems: string[] = [];
    for (const golden of goldens) problems.push((await feed(golden, [answerOf(golden)])).request.problem ?? '');
    for (const name of ['overloaded_error', 'server_error', 'invalid_request', 'status 400 (invalid_request_error)'])
      assert.ok(
        problems.some((problem) => problem.includes(name)),
        name,
      );
  });
});
