import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../../../src/cli/failure';
import { momentOf } from '../../../src/cli/words';

const now = Date.UTC(2026, 10, 21, 14, 30);

describe('a moment on the command line', () => {
  const good: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['1763735400000', 1_763_735_400_000],
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    ['2026-11-21T14:30:00Z', now],
    ['2026-11-21T15:30+01:00', now],
    ['-24h', now - 86_400_000],
    ['-30s', now - 30_000],
    ['-7d', now - 7 * 86_400_000],
  ];
  for (const [text, time] of good)
    it(`is ${text}`, () => {
      assert.equal(momentOf(text, 'from', now, 'export'), time);
    });

  for (const text of [
    '',
    'yesterday',
    '2026',
    '20261121',
    '21.11.2026',
    '2026-13-01',
    '-24',
    '-1y',
    '1e9',
    '99999999999999999',
    '+1h',
  ])
    it(`is never ${text === '' ? 'nothing' : text}`, () => {
      assert.throws(
        () => momentOf(text, 'from', now, 'export'),
        (error) => error instanceof Failure && error.exitCode === 2,
      );
    });
});
