import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hiddenReason, publicReason } from '../../../src/engine/serve/publicReason';

describe('a reason as anybody may read it', () => {
  for (const harmless of [
    'no driver',
    'The driver of the GPU does not tell its power.',
    'http://127.0.0.1:8080 is not reached: nobody listens there. Start the server.',
    'http://localhost:11434/ answers, but gives no figures.',
    'https://[::1]:8443 says 503.',
    'Reading /proc/pressure/cpu and /sys/class/powercap failed: EACCES.',
    'The disk writes 3 MB/s, and 3/4 of it is full.',
  ])
    it(`stays: ${harmless}`, () => {
      assert.equal(publicReason(harmless), harmless);
    });

  for (const telling of [
    "EACCES: permission denied, open '/evil/secret/journal'",
    'The folder C:\\Users\\Ann is full.',
    'C:stuff is full',
    '\\\\server\\share is gone',
    '~ann is full',
    'journal/00000001-000001.journal is damaged',
    'http://ann:secret@127.0.0.1:8080 is not reached',
    'http://127.0.0.1:8080/v1/ann is not reached',
    'http://127.0.0.1.ann.example is not reached',
    'http://127.0.0.1:8080@ann.example is not reached',
    'http://models.ann.example is not reached',
    'mail ann@example.org',
    '/proc/../evil/secret cannot be read',
    '/proc/1/cwd/evil/../secret cannot be read',
    '/sys/~evil cannot be read',
    '/proc/12/fd/evil/secret cannot be read',
    '/proc/self/cwd/evil cannot be read',
    '/dev/disk/by-label/evil is full',
    '/proc%2fevil cannot be read',
    '/process/evil cannot be read',
    'file:%2Fevil%2Fsecret',
    'evil /proc /evil/secret',
    'MB/s/evil/secret',
  ])
    it(`is hidden: ${telling}`, () => {
      assert.equal(publicReason(telling), hiddenReason);
    });

  it('tells no path, whatever stands around it', () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9 ._-]{1,12}$/);
    const path = fc
      .tuple(fc.constantFrom('/', '\\', 'C:\\', '~/', '//'), fc.array(segment, { minLength: 1, maxLength: 5 }))
      .map(([root, parts]) => root + parts.join(root.includes('\\') ? '\\' : '/'))
      .filter((text) => !/^\/(?:proc|sys|dev)\b/.test(text));
    const around = fc.string({ maxLength: 40 });
    fc.assert(
      fc.property(around, path, around, (before, private_, after) => {
        assert.equal(publicReason(`${before} '${private_}' ${after}`), hiddenReason);
      }),
    );
  });

  it('is found out in a moment, however long it is', () => {
    for (const part of ['/proc', '/sys/a.', 'http://127.0.0.1:', '1/', '/dev/a.b.c'])
      assert.equal(publicReason(`${part.repeat(200_000)}~`), hiddenReason);
  });
});
