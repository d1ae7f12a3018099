import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { events, finish, json, lines, measured, said } from './harness';

const aChunk = events(said('a'));
const usage = { choices: [], usage: { prompt_tokens: 5, completion_tokens: 9 } };

describe('a request', () => {
  it('is told of from its beginning to its end', async () => {
    const { told, tokens, request } = await measured({ answer: [aChunk, events(said('b'), finish), events('[DONE]')] });
    assert.deepEqual(told, ['begun asked', 'progressed 1', 'progressed 1', 'ended done']);
    assert.equal(tokens, request.tokensSeen);
    assert.equal(request.model, 'm');
    assert.equal(request.isModelSaid, true);
    assert.equal(request.problem, undefined);
  });

  it('is done without [DONE] when its answer is complete, and with nothing but it', async () => {
    assert.equal((await measured({ answer: [aChunk, events(finish)] })).request.state, 'done');
    assert.equal((await measured({ answer: [aChunk, events('[DONE]')] })).request.state, 'done');
    assert.equal((await measured({ answer: [aChunk, 'data: [DONE]'] })).request.state, 'done');
  });

  it('is done when the client hangs up on a complete answer', async () => {
    for (const end of ['cancelled', 'dropped'] as const) {
      const { request } = await measured({ answer: [aChunk, events(usage, '[DONE]')], end });
      assert.equal(request.state, 'done');
      assert.equal(request.counts?.output, 9);
    }
  });

  it('that makes no tokens is done with none', async () => {
    const { request, told } = await measured({ answer: [events(finish, '[DONE]')] });
    assert.deepEqual(told, ['begun asked', 'ended done']);
    assert.equal(request.tokensSeen, 0);
    assert.equal(request.counts, undefined);
  });

  it('that is cancelled has what passed, and none of the counts that were not final', async () => {
    const running = { ...said('b'), usage: { prompt_tokens: 5, completion_tokens: 2 } };
    const { request } = await measured({ answer: [aChunk, events(running)], end: 'cancelled' });
    assert.equal(request.state, 'cancelled');
    assert.equal(request.tokensSeen, 2);
    assert.deepEqual(request.counts, { input: 5 });
    assert.equal(request.problem, undefined);
    const early = await measured({ answer: undefined, end: 'cancelled' });
    assert.deepEqual(early.told, ['begun asked', 'ended cancelled']);
    assert.equal(early.request.status, undefined);
    assert.equal(early.request.counts, undefined);
  });

  it('that is cut off has failed, whoever cut it', async () => {
    const dropped = await measured({ answer: [aChunk], end: 'dropped' });
    assert.equal(dropped.request.state, 'failed');
    assert.match(dropped.request.problem ?? '', /in the middle of its answer/);
    const silent = await measured({ answer: undefined, end: 'dropped' });
    assert.match(silent.request.problem ?? '', /without an answer/);
    const ended = await measured({ answer: [aChunk] });
    assert.equal(ended.request.state, 'failed');
    assert.match(ended.request.problem ?? '', /before it was complete/);
    const half = await measured({ headers: json, answer: ['{"model":"m","usage":{"completion_tokens":9}'] });
    assert.equal(half.request.state, 'failed');
    assert.equal(half.request.counts, undefined);
    const line = await measured({
      path: '/api/chat',
      headers: lines,
      answer: ['{"message":{"content":"a"},"done":false}\n'],
    });
    assert.equal(line.request.state, 'failed');
  });

  it('that does not reach the runtime has failed', async () => {
    const { request } = await measured({ answer: undefined, end: 'unreachable' });
    assert.equal(request.state, 'failed');
    assert.match(request.problem ?? '', /not reached.*setting runtimes/);
  });

  it('that the runtime refuses has its status, and of the error only the name', async () => {
    const body = '{"error":{"message":"you said SECRET words","type":"rate_limit_error","code":429}}';
    const cases = [
      [429, 'refused', /status 429 \(rate_limit_error\)/],
      [503, 'failed', /status 503 \(rate_limit_error\)/],
      [404, 'failed', /status 404 \(rate_limit_error\)/],
    ] as const;
    for (const [status, state, problem] of cases) {
      const { request } = await measured({ status, headers: json, answer: [body] });
      assert.equal(request.state, state);
      assert.equal(request.status, status);
      assert.match(request.problem ?? '', problem);
      assert.doesNotMatch(request.problem ?? '', /SECRET/);
    }
  });

  it('does not take a sentence for the name of an error', async () => {
    const sentences = [
      '{"error":"the prompt SECRET is too long"}',
      '{"error":{"type":"the prompt SECRET is too long","code":400}}',
      '{"error":{"type":{"SECRET":1},"code":["SECRET"]}}',
      '{"detail":"SECRET"}',
      'SECRET',
      '<html>SECRET</html>',
    ];
    for (const body of sentences) {
      const { request } = await measured({ status: 500, headers: json, answer: [body] });
      assert.equal(request.state, 'failed');
      assert.equal(request.problem, 'The runtime failed with status 500. See its own log for the reason.');
    }
  });

  it('that fails in the middle of its answer has failed, whatever follows', async () => {
    const inData = events(
      said('a'),
      { error: { code: 500, message: 'SECRET', type: 'server_error' } },
      finish,
      '[DONE]',
    );
    const asField = `${aChunk}error: {"code":500,"message":"SECRET","type":"server_error"}\n\n`;
    const named = `${aChunk}event: error\ndata: {"message":"SECRET"}\n\n`;
    const noJson = `${aChunk}event: error\ndata: SECRET\n\n`;
    for (const text of [inData, asField, named, noJson]) {
      const { request } = await measured({ answer: [text] });
      assert.equal(request.state, 'failed', text);
      assert.match(request.problem ?? '', /broke off its answer with an error/);
      assert.doesNotMatch(request.problem ?? '', /SECRET/);
      assert.equal(request.tokensSeen, 1);
    }
  });

  it('has the input that is told at the end where none was told before', async () => {
    const stream = (atStart: object, atEnd: object): string =>
      events(
        { type: 'message_start', message: { model: 'm', usage: atStart } },
        { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } },
        { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: atEnd },
        { type: 'message_stop' },
      );
    const counts = async (atStart: object, atEnd: object): Promise<unknown> =>
      (await measured({ path: '/v1/messages', answer: [stream(atStart, atEnd)] })).request.counts;
    assert.deepEqual(await counts({ input_tokens: 0, output_tokens: 0 }, { input_tokens: 7, output_tokens: 2 }), {
      input: 7,
      output: 2,
    });
    assert.deepEqual(
      await counts({ input_tokens: 3, cache_read_input_tokens: 4 }, { input_tokens: 3, output_tokens: 2 }),
      {
        input: 7,
        cached: 4,
        output: 2,
      },
    );
  });

  it('of several choices counts all of them', async () => {
    const both = {
      choices: [
        { index: 0, delta: { content: 'a' } },
        { index: 1, delta: { content: 'b' } },
      ],
    };
    const whole = { choices: [], usage: { prompt_tokens: 5, completion_tokens: 4 } };
    const timings = { prompt_n: 5, cache_n: 0, predicted_n: 2, predicted_ms: 10 };
    const seen = await measured({ answer: [events(both, both, '[DONE]')] });
    assert.equal(seen.request.tokensSeen, 4);
    assert.equal(seen.request.contentEvents, 2);
    assert.equal((await measured({ answer: [events(both, whole, '[DONE]')] })).request.counts?.output, 4);
    assert.equal(
      (await measured({ answer: [events(both, { ...whole, timings }, '[DONE]')] })).request.counts?.output,
      4,
    );
    const oneOnly = { choices: [], usage: { prompt_tokens: 5, completion_tokens: 2 }, timings };
    const { request } = await measured({ answer: [events(both, both, oneOnly, '[DONE]')] });
    assert.deepEqual(request.counts, { input: 5, cached: 0 });
    assert.equal(request.generatedMs, undefined);
    const cut = await measured({
      answer: [events(both, { choices: [{ index: 0, finish_reason: 'stop' }] })],
      end: 'cancelled',
    });
    assert.equal(cut.request.state, 'cancelled');
  });
});
