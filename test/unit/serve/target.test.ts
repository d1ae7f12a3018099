import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '../../../src/engine/serve/refusal';
import { parseTarget } from '../../../src/engine/serve/target';

const statusOf = (url: string): number => {
  try {
    parseTarget(url);
    return 200;
  } catch (error) {
    if (error instanceof Refusal) return error.status;
    throw error;
  }
};

describe('request target', () => {
  it('is a path and its decoded parameters', () => {
    const { path, parameters } = parseTarget('/a/b?metric=system.%2A&x=1+2%2B3&flag&&y=a=b');
    assert.equal(path, '/a/b');
    assert.deepEqual(
      [...parameters],
      [
        ['metric', 'system.*'],
        ['x', '1 2+3'],
        ['flag', ''],
        ['y', 'a=b'],
      ],
    );
  });

  it('keeps a path as it was written, so that no spelling of one leads elsewhere', () => {
    for (const path of ['/../health', '//health', '/%68ealth', '/health/', '/health%00', '/./health'])
      assert.equal(parseTarget(path).path, path);
  });

  const refused: readonly [string, number][] = [
    ['', 400],
    ['*', 400],
    ['http://evil.example/health', 400],
    ['/health?a=%', 400],
    ['/health?a=%zz', 400],
    ['/health?a=%ff', 400],
    ['/health?a=1&a=2', 400],
    ['/health?a=1&%61=2', 400],
    [`/?${Array.from({ length: 17 }, (_, i) => `p${i}`).join('&')}`, 400],
    [`/${'a'.repeat(4096)}`, 414],
  ];
  for (const [url, status] of refused)
    it(`refuses ${JSON.stringify(url.slice(0, 40))} with ${status}`, () => {
      assert.equal(statusOf(url), status);
    });

  it('takes an address of just the longest length', () => {
    assert.equal(statusOf(`/${'a'.repeat(4095)}`), 200);
  });

  it('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        assert.ok([200, 400, 414].includes(statusOf(`/${text}`)));
      }),
    );
  });
});
