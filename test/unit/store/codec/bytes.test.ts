import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ByteReader, DamagedBytes } from '../../../../src/engine/store/codec/byteReader';
import { ByteWriter } from '../../../../src/engine/store/codec/byteWriter';

interface Piece {
  readonly write: (writer: ByteWriter) => void;
  readonly check: (reader: ByteReader) => void;
}

function piece<Value>(
  values: fc.Arbitrary<Value>,
  write: (writer: ByteWriter, value: Value) => void,
  read: (reader: ByteReader) => Value,
): fc.Arbitrary<Piece> {
  return values.map((value) => ({
    write: (writer) => {
      write(writer, value);
    },
    check: (reader) => {
      assert.deepEqual(read(reader), value);
    },
  }));
}

const pieces = fc.oneof(
  piece(
    fc.nat(255),
    (writer, value) => {
      writer.u8(value);
    },
    (reader) => reader.u8(),
  ),
  piece(
    fc.nat(2 ** 32 - 1),
    (writer, value) => {
      writer.u32(value);
    },
    (reader) => reader.u32(),
  ),
  piece(
    fc.double(),
    (writer, value) => {
      writer.double(value);
    },
    (reader) => reader.double(),
  ),
  piece(
    fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 127, 128, 2 ** 28 - 1, 2 ** 28, 2 ** 32, 2 ** 53)),
    (writer, value) => {
      writer.varint(value);
    },
    (reader) => reader.varint(),
  ),
  piece(
    fc.oneof(fc.integer({ min: -(2 ** 52), max: 2 ** 52 }), fc.constantFrom(-1, 63, -64, 64, -(2 ** 52), 2 ** 52)),
    (writer, value) => {
      writer.signed(value);
    },
    (reader) => reader.signed(),
  ),
  piece(
    fc.string({ unit: 'binary' }),
    (writer, value) => {
      writer.text(value);
    },
    (reader) => reader.text(),
  ),
  piece<Uint8Array>(
    fc.uint8Array({ maxLength: 300 }),
    (writer, value) => {
      writer.bytes(value);
    },
    (reader) => reader.bytes(),
  ),
);

describe('bytes that are written', () => {
  it('are read as they were written, in any order', () => {
    fc.assert(
      fc.property(fc.array(pieces), (all) => {
        const writer = new ByteWriter(0);
        for (const { write } of all) write(writer);
        const reader = new ByteReader(writer.take());
        for (const { check } of all) check(reader);
        assert.equal(reader.remaining, 0);
      }),
      { numRuns: 500 },
    );
  });

  it('can have their length put before them afterwards', () => {
    for (const length of [0, 1, 127, 128, 20_000]) {
      const writer = new ByteWriter(0);
      writer.u8(9);
      const start = writer.length;
      writer.raw(new Uint8Array(length).fill(5));
      writer.prefixLength(start);
      writer.u8(8);
      const reader = new ByteReader(writer.take());
      assert.equal(reader.u8(), 9);
      assert.deepEqual(reader.bytes(), new Uint8Array(length).fill(5));
      assert.equal(reader.u8(), 8);
    }
  });

  it('are the caller’s own once taken', () => {
    const writer = new ByteWriter();
    writer.text('first');
    const first = writer.take();
    writer.text('other');
    assert.equal(new ByteReader(first).text(), 'first');
  });
});

describe('bytes that are read', () => {
  it('are never read past their end, though there is more behind them', () => {
    const all = new Uint8Array(64).fill(0x81);
    for (let length = 0; length < 8; length++) {
      const part = all.subarray(16, 16 + length);
      const reads = [
        (reader: ByteReader) => reader.double(),
        (reader: ByteReader) => reader.varint(),
        (reader: ByteReader) => reader.bytes(),
        (reader: ByteReader) => reader.raw(length + 1),
        (reader: ByteReader) => {
          reader.skip(length + 1);
        },
      ];
      for (const read of reads)
        assert.throws(() => {
          read(new ByteReader(part));
        }, DamagedBytes);
    }
    assert.throws(() => new ByteReader(all.subarray(0, 3)).u32(), DamagedBytes);
    assert.throws(() => new ByteReader(all.subarray(0, 0)).u8(), DamagedBytes);
  });

  it('are damage when lengths, numbers or texts cannot be', () => {
    const endless = Uint8Array.of(...new Array<number>(12).fill(0xff), 0);
    assert.throws(() => new ByteReader(endless).varint(), DamagedBytes);
    const tooLarge = Uint8Array.of(0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20);
    assert.throws(() => new ByteReader(tooLarge).varint(), DamagedBytes);
    assert.throws(() => new ByteReader(Uint8Array.of(2, 0xc3, 0x28)).text(), DamagedBytes);
    assert.throws(() => new ByteReader(Uint8Array.of(3, 97, 98, 99)).text(2), DamagedBytes);
  });
});
