import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { events, finish, json, KeepingSink, lines, measured, open, said, sent, start } from './harness';

const done = events(finish, { choices: [], usage: { prompt_tokens: 5, completion_tokens: 9 } }, '[DONE]');
const refuse = (text: string): never => assert.fail(text);
const paths = [
  '/v1/chat/completions',
  '/v1/completions',
  '/v1/responses',
  '/v1/messages',
  '/api/generate',
  '/api/chat',
  '/api/embed',
  '/completion',
  '/v1/embeddings',
  '/api/v1/chat',
];

describe('answers that are not as they should be', () => {
  it('lose a line of 10 MB, and nothing else', async () => {
    const long = `data: {"choices":[{"delta":{"content":"${'x'.repeat(10 << 20)}"}}]}\n\n`;
    const { request, tokens } = await measured({ answer: [events(said('a')), long, events(said('b')), done] });
    assert.equal(request.state, 'done');
    assert.equal(tokens, 2);
    assert.equal(request.isByEvents, true);
    assert.equal(request.counts?.output, 9);
  });

  it('are not taken for cut off where their end may have been in a line too long to read', async () => {
    const path = '/api/generate';
    const long = `{"done":true,"context":[${'1,'.repeat(1 << 20)}1]}\n`;
    const { request } = await measured({ path, headers: lines, answer: ['{"response":"a"}\n', long] });
    assert.equal(request.state, 'done');
    assert.equal(request.tokensSeen, 1);
  });

  it('may consist of data in many lines, up to a bound', async () => {
    const split = 'data: {"choices":\ndata: [{"delta":\ndata: {"content":"a"}}]}\n\n';
    assert.equal((await measured({ answer: [split, done] })).request.tokensSeen, 1);
    const endless = Array.from({ length: 40 }, () => `data: ${'x'.repeat(100_000)}\n`);
    const { request } = await measured({ answer: [events(said('a')), ...endless, '\n', done] });
    assert.equal(request.tokensSeen, 1);
    assert.equal(request.isByEvents, true);
  });

  it('may begin with a byte-order mark, or with empty lines', async () => {
    assert.equal((await measured({ answer: [`\ufeff${events(said('a'))}`, done] })).request.tokensSeen, 1);
    assert.equal((await measured({ answer: [`\r\n\n${events(said('a'))}`, done] })).request.tokensSeen, 1);
  });

  it('may have the wrong content type, or none', async () => {
    for (const headers of [json, lines, { 'content-type': 'text/plain' }, {}]) {
      const { request } = await measured({ headers, answer: [events(said('a')), done] });
      assert.equal(request.tokensSeen, 1);
      assert.equal(request.counts?.output, 9);
    }
    const whole = '{"model":"m","choices":[],"usage":{"completion_tokens":9,"prompt_tokens":5}}';
    for (const headers of [sent, { 'content-type': 'text/html' }, {}])
      assert.deepEqual((await measured({ headers, answer: [whole] })).request.counts, { input: 5, output: 9 });
    const stream =
      '{"model":"q","response":"a","done":false}\n{"model":"q","response":"","done":true,"eval_count":4}\n';
    const ollama = await measured({ path: '/api/generate', headers: json, answer: [stream] });
    assert.deepEqual([ollama.request.state, ollama.request.counts?.output], ['done', 4]);
  });

  it('may be garbage, of which nothing is made', async () => {
    for (const garbage of ['\u0000\u0001\u0002', '<html>', 'hello', '{]}', '[1,2', 'null', '{"a" 1}', '']) {
      const { request, log } = await measured({ headers: json, answer: [garbage] });
      assert.equal(request.counts, undefined);
      assert.equal(request.tokensSeen, 0);
      assert.deepEqual(log, []);
    }
  });

  it('may be invalid UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from('data: {"choices":[{"delta":{"content":"'),
      Buffer.from([0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
      Buffer.from(`"}}]}\n\n${done}`),
    ]);
    assert.equal((await measured({ answer: [bytes] })).request.tokensSeen, 1);
  });

  it('may nest as deep as they like', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const event = `data: {"x":${deep},"choices":[{"delta":{"content":"a"}}]}\n\n`;
    const { request } = await measured({ answer: [event, done] });
    assert.equal(request.counts?.output, 9);
    const whole = `{"x":${deep.repeat(20)},"usage":{"completion_tokens":9}}`;
    assert.deepEqual((await measured({ headers: json, answer: [whole] })).request.counts, { output: 9 });
  });

  it('cannot name properties of every object', async () => {
    const evil =
      '{"__proto__":{"usage":{"completion_tokens":7},"isOver":true},"constructor":{"prototype":{"model":"x"}},"choices":[{"delta":{"__proto__":{"content":"a"}}}]}';
    const { request } = await measured({ answer: [`data: ${evil}\n\n`, done] });
    assert.equal(request.tokensSeen, 0);
    assert.equal(request.counts?.output, 9);
    assert.equal(({} as Record<string, unknown>)['usage'], undefined);
    const whole = await measured({ headers: json, answer: [evil] });
    assert.equal(whole.request.counts, undefined);
  });

  it('cannot count what cannot be', async () => {
    for (const count of ['1e999', '-4', '1.5', '99999999999999999999', '"x"', 'null', '{}', '[3]', 'true']) {
      const usage = `{"choices":[],"usage":{"prompt_tokens":${count},"completion_tokens":${count}}}`;
      const { request } = await measured({ answer: [`data: ${usage}\n\ndata: [DONE]\n\n`] });
      assert.equal(request.counts, undefined, count);
      const { request: native } = await measured({
        path: '/api/generate',
        headers: json,
        answer: [`{"done":true,"eval_count":${count},"load_duration":${count},"eval_duration":-1}`],
      });
      assert.equal(native.counts, undefined, count);
      assert.equal(native.generatedMs, undefined);
    }
  });

  it('of any shape are read without a fault', async () => {
    const value = fc.anything({
      maxDepth: 4,
      key: fc.constantFrom(
        'choices',
        'delta',
        'content',
        'usage',
        'type',
        'message',
        'logprobs',
        'error',
        'timings',
        'stats',
        'response',
        'top_logprobs',
        'tool_calls',
        '__proto__',
        'x',
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.array(value, { maxLength: 5 }), async (path, all) => {
        const texts = all.map((each) => JSON.stringify(each ?? null));
        for (const exchange of [
          { headers: sent, answer: texts.map((text) => `data: ${text}\n\n`) },
          { headers: lines, answer: texts.map((text) => `${text}\n`) },
          { headers: json, answer: texts },
        ]) {
          const { log, told } = await measured({ path, ...exchange });
          assert.deepEqual(log, []);
          assert.match(told.at(-1) ?? '', /^ended/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of any bytes are read without a fault, encoded or not', async () => {
    const encoding = fc.constantFrom('identity', 'gzip', 'br', 'deflate', 'zstd', 'gzip, br', '');
    const bytes = fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(bytes, encoding, fc.constantFrom(sent, json, lines), async (pieces, name, type) => {
        const headers = { ...type, 'content-encoding': name };
        const answer = pieces.map((piece) => Buffer.from(piece));
        const { log, told } = await measured({ headers, answer, requestHeaders: headers, request: answer[0] ?? '' });
        assert.deepEqual(log, []);
        assert.match(told.at(-1) ?? '', /^ended/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('encoded answers that are not as they should be', () => {
  const gzip = { ...sent, 'content-encoding': 'gzip' };

  it('are read as far as they go', async () => {
    const whole = gzipSync(events(said('a'), said('b')) + done);
    const cut = await measured({ headers: gzip, answer: [whole.subarray(0, -12)], end: 'cancelled' });
    assert.equal(cut.request.tokensSeen, 2);
    const { request } = await measured({ headers: gzip, answer: [gzipSync(events(said('a'))), 'no gzip', done] });
    assert.equal(request.tokensSeen, 1);
  });

  it('are given up when they decode to far more than they are', async () => {
    const bomb = gzipSync(Buffer.alloc(200 << 20));
    const { request } = await measured({ headers: gzip, answer: [gzipSync(events(said('a'))), bomb] });
    assert.equal(request.tokensSeen, 1);
    assert.equal(request.state, 'done');
  });

  it('in an encoding that nobody knows pass unmeasured', async () => {
    const headers = { ...sent, 'content-encoding': 'zstd' };
    const { request } = await measured({ headers, answer: [events(said('a')), done] });
    assert.deepEqual([request.state, request.tokensSeen, request.counts], ['done', 0, undefined]);
  });
});

describe('requests of any size', () => {
  const big = `{"messages":[{"role":"user","content":"${'\\"model\\":\\"no\\" ä'.repeat(2_000_000)}"}],"model":"wanted"}`;

  it('are searched for their model without being held', async () => {
    const bytes = Buffer.from(big);
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 65_521) pieces.push(bytes.subarray(at, at + 65_521));
    const sink = new KeepingSink();
    const tap = open({}, sink, refuse);
    const before = process.memoryUsage();
    for (const piece of pieces) tap.requestData(piece, start);
    const after = process.memoryUsage();
    assert.ok(after.heapUsed + after.external - before.heapUsed - before.external < 4 << 20, 'a large body was kept');
    tap.requestEnd(start);
    assert.deepEqual(sink.told, ['begun wanted']);
    tap.ended('cancelled', start);
    await sink.ending;
  });

  it('name their model at the top level only, in any spelling, the last one counting', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['{"a":{"model":"no"},"model":"yes"}', 'yes'],
      ['{"model":"no","x":[{"model":"no"}],"model":"yes"}', 'yes'],
      ['{"\\u006dodel":"ye\\u0073"}', 'yes'],
      ['{"model" : "yes" , "metadata":{"model":"no"}}', 'yes'],
      ['{"prompt":"\\\\","model":"yes"}', 'yes'],
      ['{"prompt":"\\\\\\"","model":"yes","x":-1.5e3}', 'yes'],
      ['{"model":"Grüße:8b"}', 'Grüße:8b'],
      ['{"model":7}', 'nothing'],
      ['{"model":""}', 'nothing'],
      ['{"model":null,"x":true}', 'nothing'],
      [`{"model":"${'x'.repeat(300_000)}"}`, 'nothing'],
      ['["model","no"]', 'nothing'],
      ['not JSON', 'nothing'],
      ['', 'nothing'],
    ];
    for (const [request, model] of cases)
      assert.equal((await measured({ request, answer: [done] })).told[0], `begun ${model}`, request.slice(0, 60));
  });

  it('may arrive encoded', async () => {
    const requestHeaders = { 'content-encoding': 'gzip' };
    const { request } = await measured({ request: gzipSync('{"model":"yes"}'), requestHeaders, answer: [done] });
    assert.equal(request.model, 'yes');
  });
});

describe('a stream that goes on and on', () => {
  it('takes no memory', () => {
    const sink = new KeepingSink();
    const tap = open({}, sink, refuse);
    tap.requestEnd(start);
    tap.response(200, sent, start);
    const chunk = Buffer.from(events(said('a'), said('b'), { ...said('c'), usage: { completion_tokens: 3 } }));
    const run = (times: number): void => {
      for (let i = 0; i < times; i++) tap.responseData(chunk, start + i);
      sink.told.length = 0;
    };
    run(2000);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let round = 0; round < 10; round++) run(5000);
    globalThis.gc?.();
    const grown = process.memoryUsage().heapUsed - before;
    assert.ok(grown < 30 << 20, `${grown} bytes more after 150,000 events`);
    tap.ended('cancelled', start);
  });
});
