import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchesGlob } from '../../../src/protocol/glob';

describe('glob', () => {
  const cases: [string, string, boolean][] = [
    ['system.*', 'system.cpu_percent', true],
    ['system.*', 'system', false],
    ['*', '', true],
    ['*percent', 'system.cpu_percent', true],
    ['s*cpu*t', 'system.cpu_percent', true],
    ['s*cpu*x', 'system.cpu_percent', false],
    ['system.cpu_percent', 'system.cpu_percent', true],
    ['system.cpu', 'system.cpu_percent', false],
    ['a*a', 'a', false],
    ['a**b', 'ab', true],
    ['system.process_*', 'system.memory_percent', false],
    ['.', 'x', false],
  ];
  for (const [pattern, text, expected] of cases) {
    it(`${pattern} ${expected ? 'fits' : 'does not fit'} "${text}"`, () => {
      assert.equal(matchesGlob(pattern, text), expected);
    });
  }

  it('takes no longer for a hostile pattern', () => {
    assert.equal(matchesGlob('*a'.repeat(5000) + 'b', 'a'.repeat(20_000)), false);
  });
});
