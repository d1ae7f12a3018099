import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseControl } from '../../../../src/engine/serve/control/parseControl';
import { Refusal } from '../../../../src/engine/serve/refusal';

const session = '20261121T143000Z-00000003';

describe('the body of POST /api/control', () => {
  const good: readonly (readonly [object, object])[] = [
    [{ action: 'pause' }, { kind: 'pause' }],
    [{ action: 'resume' }, { kind: 'resume' }],
    [{ action: 'validate' }, { kind: 'validate' }],
    [
      { action: 'backup', file: '/tmp/a.zip' },
      { kind: 'backup', file: '/tmp/a.zip' },
    ],
    [
      { action: 'restore', file: '/tmp/a.zip' },
      { kind: 'restore', file: '/tmp/a.zip' },
    ],
    [
      { action: 'purge', session },
      { kind: 'purge', what: { session } },
    ],
    [
      { action: 'purge', before: 5 },
      { kind: 'purge', what: { before: 5 } },
    ],
    [
      { action: 'purge', all: true },
      { kind: 'purge', what: 'all' },
    ],
    [{ action: 'maintenance' }, { kind: 'maintenance', depth: 'daily' }],
    [
      { action: 'maintenance', depth: 'monthly' },
      { kind: 'maintenance', depth: 'monthly' },
    ],
  ];
  for (const [body, command] of good)
    it(`takes ${JSON.stringify(body)}`, () => {
      assert.deepEqual(parseControl(body), command);
    });

  const bad: readonly unknown[] = [
    undefined,
    null,
    [],
    'pause',
    {},
    { action: 'explode' },
    { action: 'pause', really: true },
    { action: 'backup' },
    { action: 'backup', file: 'a.zip' },
    { action: 'backup', file: '/etc/passwd' },
    { action: 'backup', file: '/tmp/\0.zip' },
    { action: 'restore', file: `/${'x'.repeat(5000)}.zip` },
    // Whoever forgets what to remove, or says it twice, must not lose everything.
    { action: 'purge' },
    { action: 'purge', all: false },
    { action: 'purge', session: '../..' },
    { action: 'purge', before: -1 },
    { action: 'purge', before: '5' },
    { action: 'purge', before: null },
    { action: 'purge', before: 5, all: true },
    { action: 'purge', befor: 5, all: true },
    { action: 'maintenance', depth: 'yearly' },
  ];
  for (const body of bad)
    it(`refuses ${((JSON.stringify(body) as string | undefined) ?? 'undefined').slice(0, 60)}`, () => {
      assert.throws(() => parseControl(body), isBadRequest);
    });

  it('answers any JSON with a command or 400', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        assert.throws(() => parseControl(json), isBadRequest);
      }),
    );
  });
});

function isBadRequest(error: unknown): boolean {
  return error instanceof Refusal && error.status === 400;
}
