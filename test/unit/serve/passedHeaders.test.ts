import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isChunked, passedHeaders, type PassingRules } from '../../../src/engine/serve/passedHeaders';

const kept: PassingRules = { persists: true, isChunked: true };

describe('headers that pass', () => {
  it('keep their order, case, doubles and bytes', () => {
    const name = fc.stringMatching(/^[xX]-[a-zA-Z0-9!#$%&'*+.^_`|~-]{0,8}$/);
    const value = fc.stringMatching(/^[\t -~\x80-\xff]*$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (headers) => {
        assert.deepEqual(passedHeaders(headers.flat(), kept), headers.flat());
      }),
    );
  });

  const cases: readonly [string, string[], Partial<PassingRules>, string[]][] = [
    [
      'the host becomes the runtime’s',
      ['A', '1', 'HOST', 'x', 'B', '2'],
      { host: 'y:1' },
      ['A', '1', 'HOST', 'y:1', 'B', '2'],
    ],
    [
      'how long a connection lives stays',
      ['Connection', 'Keep-Alive', 'Keep-Alive', 'timeout=5'],
      {},
      ['Connection', 'Keep-Alive', 'Keep-Alive', 'timeout=5'],
    ],
    [
      'unless this one ends',
      ['Connection', 'keep-alive', 'Keep-Alive', 'timeout=5'],
      { persists: false },
      ['Connection', 'close'],
    ],
    ['an end is said once', ['A', '1', 'connection', 'CLOSE'], { persists: false }, ['A', '1', 'connection', 'CLOSE']],
    [
      'what the sender calls its connection’s goes',
      ['Connection', 'x-a, close , X-B', 'X-A', '1', 'x-b', '2', 'X-C', '3'],
      {},
      ['Connection', 'close', 'X-C', '3'],
    ],
    [
      'framing and host do not go when named',
      ['Connection', 'host, Content-Length, transfer-encoding', 'Host', 'x', 'Content-Length', '1'],
      {},
      ['Host', 'x', 'Content-Length', '1'],
    ],
    [
      'other proxies’ business goes',
      ['Proxy-Connection', 'keep-alive', 'Upgrade', 'h2c', 'Connection', 'Upgrade'],
      {},
      [],
    ],
    [
      'an upgrade stays where it is wanted',
      ['Connection', 'Upgrade, HTTP2-Settings', 'Upgrade', 'x', 'HTTP2-Settings', 'y'],
      { isUpgrade: true },
      ['Connection', 'Upgrade', 'Upgrade', 'x', 'HTTP2-Settings', 'y'],
    ],
    [
      'trailers may be asked for',
      ['TE', 'gzip, trailers', 'Connection', 'TE'],
      {},
      ['TE', 'trailers', 'Connection', 'TE'],
    ],
    ['nothing else may', ['TE', 'gzip', 'Connection', 'TE, close'], {}, ['Connection', 'close']],
    ['chunks go with their trailers', ['Transfer-Encoding', 'chunked', 'Trailer', 'A'], { isChunked: false }, []],
    [
      'chunks stay with their trailers',
      ['Transfer-Encoding', 'gzip, chunked', 'Trailer', 'A'],
      {},
      ['Transfer-Encoding', 'gzip, chunked', 'Trailer', 'A'],
    ],
  ];
  for (const [what, raw, rules, wanted] of cases)
    it(what, () => {
      assert.deepEqual(passedHeaders(raw, { ...kept, ...rules }), wanted);
    });

  it('tell whether a body comes in chunks', () => {
    for (const yes of ['chunked', 'Chunked', 'gzip, chunked']) assert.ok(isChunked(yes));
    for (const no of [undefined, '', 'gzip', 'xchunked', 'identity']) assert.ok(!isChunked(no));
  });
});
