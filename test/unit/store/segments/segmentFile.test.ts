import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aesCipher } from '../../../../src/engine/store/encryption/aesCipher';
import { StoreLocked } from '../../../../src/engine/store/encryption/keyFile';
import { DamagedSegment } from '../../../../src/engine/store/segments/segmentErrors';
import { fromSegmentFile, toSegmentFile } from '../../../../src/engine/store/segments/segmentFile';
import { formatSegmentName, parseSegmentName } from '../../../../src/engine/store/segments/segmentName';
import { crc32 } from '../../../../src/engine/store/codec/crc32';
import { noon } from '../../../support/storeSamples';

const name = { kind: 'raw', from: noon, to: noon + 1000, epoch: 3, sequence: 4 } as const;
const database = Buffer.from('the bytes of a database, whatever they are');
const cipher = aesCipher(Buffer.alloc(32, 7));

/** The name that the bytes would have if they had been written so. */
function renamed(bytes: Uint8Array): string {
  return formatSegmentName({ ...name, crc: crc32(bytes) });
}

describe('the file of a segment', () => {
  it('is the database, named with its checksum', () => {
    const file = toSegmentFile(database, name, undefined);
    assert.deepEqual(Buffer.from(file.bytes), database);
    assert.deepEqual(parseSegmentName(file.name), { ...name, crc: crc32(database) });
    assert.deepEqual(fromSegmentFile(Buffer.from(file.bytes), file.name, undefined), database);
    assert.deepEqual(fromSegmentFile(Buffer.from(file.bytes), file.name, cipher), database);
  });

  it('shows nothing of the database when it is encrypted, and gives it back to who has the key', () => {
    const file = toSegmentFile(database, name, cipher);
    assert.ok(!Buffer.from(file.bytes).includes('database'));
    assert.deepEqual(fromSegmentFile(Buffer.from(file.bytes), file.name, cipher), database);
    assert.notDeepEqual(file.bytes, toSegmentFile(database, name, cipher).bytes);
  });

  it('is refused without the key, which is no damage', () => {
    const file = toSegmentFile(database, name, cipher);
    for (const other of [undefined, aesCipher(Buffer.alloc(32, 8))])
      assert.throws(() => fromSegmentFile(Buffer.from(file.bytes), file.name, other), StoreLocked);
  });

  for (const [kind, key] of [
    ['plain', undefined],
    ['encrypted', cipher],
  ] as const)
    it(`is refused after any flip of a bit and any cut when it is ${kind}`, () => {
      const file = toSegmentFile(database, name, key);
      for (let bit = 0; bit < file.bytes.length * 8; bit++) {
        const flipped = Buffer.from(file.bytes);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        assert.throws(() => fromSegmentFile(flipped, file.name, key), DamagedSegment);
      }
      for (let bytes = 0; bytes < file.bytes.length; bytes++)
        assert.throws(
          () => fromSegmentFile(Buffer.from(file.bytes.subarray(0, bytes)), file.name, key),
          DamagedSegment,
        );
    });

  it('is refused when it was sealed by somebody else, even with the right checksum', () => {
    const { bytes } = toSegmentFile(database, name, cipher);
    for (let at = 0; at < bytes.length; at++) {
      const forged = Buffer.from(bytes);
      forged[at]! ^= 1;
      // What no longer says that it is encrypted is a database's bytes, for SQLite to refuse.
      if (at < 8) assert.deepEqual(fromSegmentFile(forged, renamed(forged), cipher), forged);
      else
        assert.throws(() => fromSegmentFile(forged, renamed(forged), cipher), at < 16 ? StoreLocked : DamagedSegment);
    }
    const short = Buffer.from(bytes.subarray(0, 20));
    assert.throws(() => fromSegmentFile(short, renamed(short), cipher), DamagedSegment);
  });

  it('is refused under another name', () => {
    assert.throws(() => fromSegmentFile(database, 'a.db', undefined), DamagedSegment);
  });
});
