import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { measuring } from '../../../../src/engine/ingest/measure/measuring';
import type { PassedPrompt } from '../../../../src/engine/ingest/measure/prompt/promptReader';
import { FakeClock } from '../../../support/fakeClock';
import { KeepingSink } from './harness';

interface Passing {
  readonly headers?: IncomingHttpHeaders;
  /** Lengths of the pieces in which it comes; one piece when left out. */
  readonly lengths?: readonly number[];
  /** Whether all of the request came. */
  readonly isWhole?: boolean;
}

interface Passed {
  readonly prompts: readonly PassedPrompt[];
  readonly log: readonly string[];
  readonly model: string | undefined;
}

/** What is known of the prompt after a request passed. */
async function passed(
  path: string,
  body: unknown,
  { headers = {}, lengths, isWhole = true }: Passing = {},
): Promise<Passed> {
  const prompts: PassedPrompt[] = [];
  const log: string[] = [];
  const sink = new KeepingSink();
  const openTap = measuring({
    sink,
    clock: new FakeClock(),
    vocabularyOf: () => undefined,
    log: (_, message) => log.push(message),
    prompted: (prompt) => prompts.push(prompt),
  });
  const tap = openTap({ runtime: 'local', method: 'POST', path, headers, at: 0 });
  assert.ok(tap);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths?.[i % lengths.length] ?? bytes.length;
    // As in a socket, the bytes are others' as soon as the call is over.
    const piece = Buffer.from(bytes.subarray(at, at + length));
    tap.requestData(piece, 0);
    piece.fill(0x22);
    at += length;
  }
  if (isWhole) tap.requestEnd(1);
  tap.ended('complete', 2);
  const { model } = await sink.ending;
  return { prompts, log, model };
}

const only = async (path: string, body: unknown, passing?: Passing): Promise<PassedPrompt> => {
  const { prompts, log } = await passed(path, body, passing);
  assert.deepEqual([prompts.length, log.length], [1, 0], path);
  return prompts[0]!;
};
const textOf = async (path: string, body: unknown, passing?: Passing): Promise<string> => {
  const { text, isCut } = await only(path, body, passing);
  assert.equal(isCut, false);
  return text;
};
const none = async (path: string, body: unknown, passing?: Passing): Promise<void> => {
  const { prompts, log } = await passed(path, body, passing);
  assert.deepEqual([prompts, log], [[], []], path);
};

const chat = '/v1/chat/completions';
const user = (content: unknown): object => ({ role: 'user', content });

describe('the prompt of a request', () => {
  it('is the last message of the user in a chat, as text or in parts', async () => {
    const before = [{ role: 'system', content: 'be kind' }, user('first'), { role: 'assistant', content: 'yes?' }];
    for (const path of [chat, '/api/chat', '/v1/messages', '/api/v0/chat/completions']) {
      assert.equal(
        await textOf(path, { model: 'm', messages: [...before, user('wörld \ud83d\ude00 "quoted"\n')] }),
        'wörld \ud83d\ude00 "quoted"\n',
      );
      const parts = [
        { type: 'text', text: 'look' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', text: 'no' } },
        { type: 'text', text: 'here' },
      ];
      assert.equal(await textOf(path, { messages: [...before, user(parts)], stream: true }), 'look\nhere');
    }
    assert.equal(
      await textOf(chat, { messages: [{ content: 'role comes later', role: 'user' }, before[0]] }),
      'role comes later',
    );
    assert.equal(await textOf(chat, '{"messages":[{"role":"\\u0075ser","con\\u0074ent":"esc\\u0061ped"}]}'), 'escaped');
  });

  it('is not what a tool or the model said after it', async () => {
    const results = {
      role: 'user',
      content: [{ type: 'tool_result', content: [{ type: 'text', text: 'a secret file' }] }],
    };
    const answer = { role: 'assistant', content: [{ type: 'text', text: 'I read it' }] };
    assert.equal(await textOf('/v1/messages', { messages: [user('read it'), answer, results] }), 'read it');
    assert.equal(
      await textOf(chat, { messages: [user('read it'), { role: 'tool', content: 'a secret file' }] }),
      'read it',
    );
  });

  it('is the prompt of a completion, as text, in a list or in an object of llama-server', async () => {
    for (const path of [
      '/v1/completions',
      '/api/v0/completions',
      '/completion',
      '/completions',
      '/infill',
      '/api/generate',
    ]) {
      assert.equal(await textOf(path, { model: 'm', prompt: 'once upon', system: 'no' }), 'once upon');
      assert.equal(await textOf(path, { prompt: ['once', 'upon'] }), 'once\nupon');
      assert.equal(await textOf(path, { prompt: [12, 'mixed', 34] }), 'mixed');
      assert.equal(await textOf(path, { prompt: { prompt_string: 'seen', multimodal_data: ['AAAA'] } }), 'seen');
      await none(path, { prompt: [1, 2, 3] });
      await none(path, { prompt: '' });
    }
  });

  it('is the input of a response, of which only messages of the user count', async () => {
    assert.equal(await textOf('/v1/responses', { input: 'plain', instructions: 'no' }), 'plain');
    const input = [
      user([{ type: 'input_text', text: 'asked' }]),
      { type: 'reasoning', content: [{ type: 'reasoning_text', text: 'thought' }] },
      { type: 'function_call_output', output: 'a secret file' },
    ];
    assert.equal(await textOf('/v1/responses', { input }), 'asked');
    assert.equal(await textOf('/api/v1/chat', { input: 'hello' }), 'hello');
    const items = [
      { type: 'message', content: 'what is this' },
      { type: 'image', data_url: 'data:,' },
    ];
    assert.equal(await textOf('/api/v1/chat', { input: items }), 'what is this');
  });

  it('is none for what asks nothing, whatever it holds', async () => {
    for (const path of ['/v1/embeddings', '/api/embed', '/rerank'])
      await none(path, { model: 'm', input: 'text', prompt: 'text', messages: [user('text')] });
    await none(chat, { messages: [] });
    await none(chat, { messages: [{ role: 'system', content: 'only that' }] });
    await none(chat, { messages: [user(''), user([]), user(null), user(7)] });
    await none(chat, { prompt: 'of another kind' });
  });

  it('is read from a compressed body too', async () => {
    const body = gzipSync(JSON.stringify({ model: 'm', messages: [user('packed')] }));
    assert.equal(await textOf(chat, body, { headers: { 'content-encoding': 'gzip' } }), 'packed');
    await none(chat, body.subarray(0, -20), { headers: { 'content-encoding': 'gzip' } });
    await none(chat, body);
    await none(chat, body, { headers: { 'content-encoding': 'zstd' } });
  });

  it('is none where the body is not whole, or not one JSON document', async () => {
    const whole = JSON.stringify({ messages: [user('hello')] });
    await none(chat, whole.slice(0, -1));
    await none(chat, whole, { isWhole: false });
    await none(chat, whole + whole);
    for (const body of ['', 'hello', '[1,2', 'null', '"user"', '{]}', '<html>', '\u0000\u0001', `{"a" 1}${whole}`])
      await none(chat, body);
    await none(chat, '{"messages":[{"role":"user","content":"bad \\x escape"}]}');
    await none(chat, Buffer.from('{"messages":[{"role":"user","content":"raw \n break"}]}'));
  });

  it('holds 64 KiB of a longer one, and says that it is cut', async () => {
    const most = 64 * 1024;
    for (const unit of ['x', 'ö', '\ud83d\ude00', '\n', '\u0001', '"', 'aö\\\ud83d\ude00\u0002']) {
      const long = unit.repeat((30 << 20) >> 4);
      const { text, isCut } = await only(chat, { messages: [user('short'), user(long)] }, { lengths: [60_000, 7] });
      assert.equal(isCut, true);
      assert.ok(long.startsWith(text), JSON.stringify(unit));
      const held = Buffer.byteLength(JSON.stringify(text));
      assert.ok(held <= most + 2 && held > most - 16, `${held} bytes of ${JSON.stringify(unit)}`);
    }
    const parts = Array.from({ length: 100 }, (_, i) => ({ type: 'text', text: `${i} `.repeat(300) }));
    const { text, isCut } = await only(chat, { messages: [user(parts)] });
    assert.equal(isCut, true);
    assert.ok(
      text.length > most - 1000 &&
        parts
          .map((part) => part.text)
          .join('\n')
          .startsWith(text),
    );
    const fits = 'x'.repeat(most);
    assert.equal(await textOf(chat, { messages: [user(fits)] }), fits);
    assert.equal(
      await textOf(chat, { messages: [user(`${fits}x`), user('the last one is whole')] }),
      'the last one is whole',
    );
  });

  it('is found beneath any depth and among any number of other things', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const messages = `[{"role":"user","content":"found","extra":${deep}}]`;
    assert.equal(await textOf(chat, `{"tools":${deep},"messages":${messages},"more":${deep}}`), 'found');
    await none(chat, `{"messages":[{"role":"user","content":${deep}}]}`);
    const many = Array.from({ length: 9000 }, (_, i) => user(`number ${i}`));
    assert.equal(await textOf(chat, { messages: many }), 'number 8999');
    assert.equal((await passed(chat, { messages: many, model: 'named last' })).model, 'named last');
  });

  it('is not looked for any further after 20,000 keys, which would take its time', async () => {
    await none(chat, { messages: Array.from({ length: 10_001 }, () => user('x')) });
    await none(chat, `{"messages":[{${'"a":1,'.repeat(20_001)}"role":"user","content":"x"}]}`);
    const passedOver = `[${'{"a":1},'.repeat(100_000)}{}]`;
    assert.equal(await textOf(chat, `{"tools":${passedOver},"messages":[{"role":"user","content":"x"}]}`), 'x');
  });

  it('is what reading all of the body gives, however it is cut', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const content = fc.oneof(
      text,
      fc.array(fc.record({ type: fc.constant('text'), text }), { maxLength: 3 }),
      fc.constant(null),
    );
    const message = fc.record({ role: fc.constantFrom('user', 'assistant', 'system', 'tool'), content });
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 6 }), cuts, async (messages, lengths) => {
        const said = (one: unknown): string =>
          Array.isArray(one)
            ? one
                .map((part: { text: string }) => part.text)
                .filter((part) => part !== '')
                .join('\n')
            : typeof one === 'string'
              ? one
              : '';
        const expected = messages
          .filter(({ role }) => role === 'user')
          .map((one) => said(one.content))
          .findLast((one) => one !== '');
        const { prompts, log } = await passed(chat, { model: 'm', messages }, { lengths });
        assert.deepEqual(
          prompts.map((prompt) => prompt.text),
          expected === undefined ? [] : [expected],
        );
        assert.deepEqual(log, []);
      }),
      { numRuns: 300 },
    );
  });

  it('cannot be made to fail by any bytes', async () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      'user',
      '"role"',
      '"content"',
      '"messages"',
      '"text"',
      '\u00ff',
      '1',
      ' ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const { log } = await passed(chat, `{"messages":[{"role":"user","content":${pieces.join('')}`);
        assert.deepEqual(log, []);
      }),
      { numRuns: 500 },
    );
  });
});
