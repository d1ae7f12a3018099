import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readRequestTarget, segmentOf, targetAtRuntime } from '../../../../src/engine/ingest/proxy/requestTarget';

describe('a request target', () => {
  const cases: readonly [string, string | undefined, string, string][] = [
    ['/ollama/api/chat?x=/y', undefined, 'ollama', '/api/chat?x=/y'],
    ['/llamacpp:8081/v1', undefined, 'llamacpp:8081', '/v1'],
    ['/llamacpp%3A8081/v1', undefined, 'llamacpp:8081', '/v1'],
    ['/a', undefined, 'a', ''],
    ['/a?b', undefined, 'a', '?b'],
    ['/a#b', undefined, 'a', '#b'],
    ['/a%2Fb/c', undefined, 'a/b', '/c'],
    ['/%zz/c', undefined, '%zz', '/c'],
    ['/', undefined, '', ''],
    ['//evil/x', undefined, '', '/evil/x'],
    ['*', undefined, '', '*'],
    ['', undefined, '', ''],
    ['http://localhost:9446/a/b?c', 'localhost:9446', 'a', '/b?c'],
    ['HTTP://user@evil/a', 'user@evil', 'a', ''],
    ['http://localhost', 'localhost', '', ''],
    ['ftp://localhost/a', undefined, '', 'ftp://localhost/a'],
  ];
  for (const [target, authority, name, rest] of cases)
    it(`${target} is for ${name || 'nobody'}`, () => {
      assert.deepEqual(readRequestTarget(target), { authority, name, rest });
    });

  it('names each runtime by its segment, and leaves the rest alone', () => {
    const anyText = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(anyText, fc.constantFrom('', '/', '/v1/x?y#z', '?%zz'), (name, rest) => {
        assert.deepEqual(readRequestTarget(`/${segmentOf(name)}${rest}`), { authority: undefined, name, rest });
      }),
    );
  });

  it('comes to the runtime behind the path of its URL', () => {
    assert.equal(targetAtRuntime('', ''), '/');
    assert.equal(targetAtRuntime('', '?a'), '/?a');
    assert.equal(targetAtRuntime('', '/v1'), '/v1');
    assert.equal(targetAtRuntime('/v1', ''), '/v1');
    assert.equal(targetAtRuntime('/v1', '?a'), '/v1?a');
    assert.equal(targetAtRuntime('/v1', '/'), '/v1/');
  });
});
