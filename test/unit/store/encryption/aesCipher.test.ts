import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { aesCipher, UnreadableRecord } from '../../../../src/engine/store/encryption/aesCipher';

const key = randomBytes(32);
const salt = randomBytes(16);

describe('encryption of records', () => {
  it('gives back what was sealed, for every record of a file', () => {
    const file = aesCipher(key).openFile(salt);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), fc.nat(), (plain, index) => {
        assert.deepEqual(new Uint8Array(file.open(index, file.seal(index, plain))), plain);
      }),
    );
  });

  it('refuses a record that was changed anywhere, cut or lengthened', () => {
    const file = aesCipher(key).openFile(salt);
    const sealed = file.seal(3, Buffer.from('forty-two tokens'));
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      changed[at]! ^= 1;
      assert.throws(() => file.open(3, changed), UnreadableRecord);
      assert.throws(() => file.open(3, sealed.subarray(0, at)), UnreadableRecord);
    }
    assert.throws(() => file.open(3, Buffer.concat([sealed, Buffer.alloc(1)])), UnreadableRecord);
  });

  it('refuses a record of another place, another file or another key', () => {
    const file = aesCipher(key).openFile(salt);
    const sealed = file.seal(7, Buffer.from('a row'));
    assert.throws(() => file.open(8, sealed), UnreadableRecord);
    assert.throws(() => aesCipher(key).openFile(randomBytes(16)).open(7, sealed), UnreadableRecord);
    assert.throws(() => aesCipher(randomBytes(32)).openFile(salt).open(7, sealed), UnreadableRecord);
  });

  it('seals the same row differently in every file, and shows nothing of it', () => {
    const plain = Buffer.from('the same row in two files');
    const sealed = [salt, randomBytes(16)].map((each) => Buffer.from(aesCipher(key).openFile(each).seal(0, plain)));
    assert.notDeepEqual(sealed[0], sealed[1]);
    for (const bytes of sealed) assert.equal(bytes.includes('row'), false);
  });

  it('names a key without telling it', () => {
    const { keyId } = aesCipher(key);
    assert.match(keyId, /^[0-9a-f]{16}$/);
    assert.equal(aesCipher(Buffer.from(key)).keyId, keyId);
    assert.notEqual(aesCipher(randomBytes(32)).keyId, keyId);
  });
});
