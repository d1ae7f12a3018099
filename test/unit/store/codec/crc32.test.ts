import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { crc32, crc32OfTable } from '../../../../src/engine/store/codec/crc32';

/** The CRC-32 that gzip writes into its trailer. */
function crcOfGzip(bytes: Uint8Array): number {
  const zipped = zlib.gzipSync(bytes);
  return zipped.readUInt32LE(zipped.length - 8);
}

describe('crc32', () => {
  it('is the one of gzip, by Node and by table', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        assert.equal(crc32(bytes), crcOfGzip(bytes));
        assert.equal(crc32OfTable(bytes), crcOfGzip(bytes));
      }),
    );
    assert.equal(crc32OfTable(new TextEncoder().encode('123456789')), 0xcbf4_3926);
  });
});
