import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { figuresOf } from '../../../../src/engine/ingest/measure/figures';
import { events, finish, measured, said, sent } from './harness';

const role = { choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] };
const usage = { choices: [], usage: { prompt_tokens: 5, completion_tokens: 9 } };

/** Nine tokens in four pieces, two of which arrive together. */
const nineTokens = [
  [12, ': ping\n\n'],
  [480, events(role)],
  [500, events(said('Hel'))],
  [540, events(said('lo'), said(' wor'))],
  [580, events(said('ld'))],
  [600, events(finish)],
  [601, events(usage)],
  [602, events('[DONE]')],
] as const;

describe('the times of a request', () => {
  it('are those of its content, whatever else passes', async () => {
    const { request } = await measured({ answer: nineTokens });
    assert.deepEqual(figuresOf(request), { ttftMs: 500, durationMs: 602, tokensPerSecond: 100, interTokenMs: 10 });
    assert.equal(request.contentEvents, 4);
    assert.equal(request.contentReads, 3);
    assert.equal(request.lastContentAt - request.startedAt, 580);
    assert.deepEqual(request.counts, { input: 5, output: 9 });
    assert.equal(request.state, 'done');
  });

  it('are those at which encoded bytes arrived, not those at which they were decoded', async () => {
    // Each event a member of its own, so that every read holds what it says.
    const answer = nineTokens.map(([at, text]) => [at, gzipSync(text)] as const);
    const { request } = await measured({ answer, headers: { ...sent, 'content-encoding': 'gzip' } });
    assert.deepEqual(figuresOf(request), { ttftMs: 500, durationMs: 602, tokensPerSecond: 100, interTokenMs: 10 });
    assert.equal(request.contentReads, 3);
  });

  it('count text for the reader apart from what comes before it', async () => {
    const thinking = { choices: [{ index: 0, delta: { reasoning_content: 'Hm' } }] };
    const { request } = await measured({
      answer: [
        [100, events(thinking)],
        [200, events(said('Yes'))],
      ],
    });
    assert.equal(request.firstContentAt - request.startedAt, 100);
    assert.equal(request.firstTextAt - request.startedAt, 200);
  });

  it('do not begin with what is no content', async () => {
    const silent: readonly (readonly [path: string, ...events: object[]])[] = [
      ['/v1/chat/completions', role, usage, finish, { choices: [{ delta: { content: null } }] }, { choices: [{}] }],
      ['/v1/chat/completions', { choices: [], prompt_progress: { total: 9, processed: 4 } }, { choices: 'x' }],
      ['/v1/chat/completions', { choices: [{ delta: { tool_calls: [{ function: { name: 'f', arguments: '' } }] } }] }],
      ['/v1/completions', { choices: [{ text: '' }] }],
      ['/completion', { content: '', stop: false }, { content: '', stop: true, timings: { predicted_n: 0 } }],
      ['/v1/messages', { type: 'message_start', message: { usage: { input_tokens: 4 } } }, { type: 'ping' }],
      ['/v1/messages', { type: 'content_block_start', content_block: { type: 'text', text: 'x' } }],
      ['/v1/messages', { type: 'content_block_delta', delta: { type: 'text_delta', text: '' } }],
      ['/v1/responses', { type: 'response.created', response: {} }, { type: 'response.output_item.added', item: {} }],
      ['/v1/responses', { type: 'response.output_text.delta', delta: '' }],
      ['/v1/responses', { type: 'response.output_text.done', text: 'all of it' }],
      ['/api/chat', { message: { role: 'assistant', content: '' }, done: false }],
      ['/api/generate', { response: '', thinking: '', done: false }],
      ['/api/v1/chat', { type: 'model_load.progress', progress: 1 }, { type: 'prompt_processing.end' }],
      ['/api/v1/chat', { type: 'message.start' }, { type: 'message.delta', content: '' }],
    ];
    for (const [path, ...all] of silent) {
      const { request, told } = await measured({ path, answer: [events(...all)] });
      assert.ok(Number.isNaN(request.firstContentAt), `${path} ${JSON.stringify(all)}`);
      assert.equal(request.tokensSeen, 0);
      assert.equal(told.length, 2);
    }
  });
});

describe('the speed of a request', () => {
  const base = {
    answer: [
      [10, events(said('a'))],
      [30, events(said('b'), finish)],
      [40, events('[DONE]')],
    ],
  } as const;

  it('needs two tokens and two moments', async () => {
    const one = await measured({ answer: [[10, events(said('a'), finish, '[DONE]')]] });
    assert.ok(Number.isNaN(figuresOf(one.request).tokensPerSecond));
    const together = await measured({ answer: [[10, events(said('a'), said('b'), said('c'), finish)]] });
    assert.ok(Number.isNaN(figuresOf(together.request).tokensPerSecond));
    assert.ok(Number.isNaN(figuresOf(together.request).interTokenMs));
    assert.equal(figuresOf((await measured(base)).request).tokensPerSecond, 50);
  });

  it("is the runtime's own where it says more than what passed", async () => {
    const timings = { prompt_n: 1, cache_n: 0, predicted_n: 3, predicted_ms: 60 };
    const { request } = await measured({ answer: [[10, events(said('a'), said('bc'), { ...finish, timings })]] });
    assert.equal(figuresOf(request).tokensPerSecond, 50);
    assert.equal(figuresOf(request).interTokenMs, 20);
  });

  it('does not trust rates that are too good to be true', async () => {
    for (const predicted_ms of [0, null, 'x', -5, Infinity, NaN]) {
      const timings = { predicted_n: 3, predicted_ms, predicted_per_second: 1e9 };
      const { request } = await measured({ answer: [[10, events(said('a'), { ...finish, timings })]] });
      assert.ok(Number.isNaN(figuresOf(request).tokensPerSecond));
    }
  });

  it('of a request that goes on is that of what passed', async () => {
    const { request } = await measured({ ...base, end: 'cancelled', answer: base.answer.slice(0, 1) });
    assert.ok(Number.isNaN(figuresOf(request).tokensPerSecond));
  });
});
