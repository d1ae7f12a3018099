import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ByteReader, DamagedBytes } from '../../../../src/engine/store/codec/byteReader';
import { ByteWriter } from '../../../../src/engine/store/codec/byteWriter';
import {
  decodeColumn,
  encodeBriefColumn,
  encodeColumn,
  encodeExactColumn,
  mostRows,
} from '../../../../src/engine/store/codec/column';
import { quantize } from '../../../../src/engine/store/codec/quantize';
import { column, decimals } from './columns';

function encoded(values: Float64Array, digits: number): Uint8Array {
  const writer = new ByteWriter();
  encodeColumn(writer, values, digits);
  return writer.take();
}

describe('a stored column', () => {
  it('gives every value back as it is quantized, whatever the values are, and reads no further', () => {
    fc.assert(
      fc.property(column, decimals, (values, digits) => {
        const reader = new ByteReader(Uint8Array.of(...encoded(values, digits), 7));
        const expected = values.map((value) => quantize(value, digits));
        assert.deepEqual(decodeColumn(reader, values.length), expected);
        assert.equal(reader.u8(), 7);
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same bytes when its decoded values are written again', () => {
    fc.assert(
      fc.property(column, decimals, (values, digits) => {
        const bytes = encoded(values, digits);
        assert.deepEqual(encoded(decodeColumn(new ByteReader(bytes), values.length), digits), bytes);
      }),
    );
  });

  it('is the same bytes again where rounding alone makes a value too large for an integer', () => {
    const bytes = encoded(Float64Array.of(2 ** 51 - 0.25), 0);
    assert.deepEqual(encoded(decodeColumn(new ByteReader(bytes), 1), 0), bytes);
  });

  it('gives the same values back when it was written briefly, into memory that is there already', () => {
    fc.assert(
      fc.property(column, decimals, (values, digits) => {
        const writer = new ByteWriter();
        encodeBriefColumn(writer, values, digits);
        const into = new Float64Array(values.length).fill(7);
        const decoded = decodeColumn(new ByteReader(writer.take()), values.length, into);
        assert.equal(decoded, into);
        assert.deepEqual(
          decoded,
          values.map((value) => quantize(value, digits)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('gives every value back when it is so long that pieces of it tell how it is written', () => {
    const shape = fc.record({
      rows: fc.integer({ min: 2040, max: 20_000 }),
      slope: fc.integer({ min: -5000, max: 5000 }),
      noise: fc.constantFrom(0, 1, 40, 3000),
      jumpAt: fc.nat(20_000),
    });
    fc.assert(
      fc.property(shape, ({ rows, slope, noise, jumpAt }) => {
        const values = Float64Array.from({ length: rows }, (_, row) => {
          const jump = row < jumpAt ? 0 : 2 ** 40;
          return row % 501 === 0 ? NaN : slope * row + ((row * 7919) % (noise + 1)) + jump;
        });
        assert.deepEqual(decodeColumn(new ByteReader(encoded(values, 0)), rows), values);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps every bit where it is asked to, -0 and subnormals included', () => {
    fc.assert(
      fc.property(column, (values) => {
        const writer = new ByteWriter();
        encodeExactColumn(writer, values);
        assert.deepEqual(decodeColumn(new ByteReader(writer.take()), values.length), values);
      }),
    );
  });

  it('is told in turn with other columns by one writer', () => {
    fc.assert(
      fc.property(fc.array(column, { maxLength: 5 }), decimals, (columns, digits) => {
        const writer = new ByteWriter(0);
        for (const values of columns) encodeColumn(writer, values, digits);
        const reader = new ByteReader(writer.take());
        for (const values of columns)
          assert.deepEqual(
            decodeColumn(reader, values.length),
            values.map((value) => quantize(value, digits)),
          );
        assert.equal(reader.remaining, 0);
      }),
    );
  });

  it('takes a byte or a few when nothing changes', () => {
    assert.equal(encoded(new Float64Array(3000).fill(NaN), 2).length, 1);
    assert.equal(encoded(new Float64Array(3000).fill(0), 0).length, 2);
    assert.ok(encoded(new Float64Array(3000).fill(16 * 1024 ** 3), 0).length <= 7);
  });

  it('takes a byte a row for a counter that grows steadily in large steps', () => {
    const pages = Float64Array.from({ length: 3000 }, (_, row) => 2 ** 40 + 4096 * (1000 * row + (row % 50)));
    assert.ok(encoded(pages, 0).length < 3020);
  });

  it('is damage when it is cut short anywhere', () => {
    fc.assert(
      fc.property(column, decimals, fc.nat(), (values, digits, at) => {
        const bytes = encoded(values, digits);
        const cut = new ByteReader(bytes.subarray(0, at % bytes.length));
        assert.throws(() => decodeColumn(cut, values.length), DamagedBytes);
      }),
    );
  });

  it('is damage or so many values when bytes are changed or made up', () => {
    const rows = fc.oneof(fc.nat(300), fc.constantFrom(mostRows, mostRows + 1, 2 ** 53, Infinity));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), rows, (bytes, count) => {
        expectValuesOrDamage(bytes, count);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(column, decimals, fc.nat(), fc.integer({ min: 1, max: 255 }), (values, digits, at, flip) => {
        const bytes = encoded(values, digits);
        bytes[at % bytes.length]! ^= flip;
        expectValuesOrDamage(bytes, values.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('is damage when it should have more rows than any column', () => {
    const bytes = encoded(new Float64Array(10).fill(1), 0);
    assert.equal(decodeColumn(new ByteReader(bytes), mostRows).length, mostRows);
    for (const rows of [mostRows + 1, 2 ** 40, Infinity, NaN, -1, 1.5])
      assert.throws(() => decodeColumn(new ByteReader(bytes), rows), DamagedBytes, String(rows));
  });
});

function expectValuesOrDamage(bytes: Uint8Array, rows: number): void {
  try {
    assert.equal(decodeColumn(new ByteReader(bytes), rows).length, rows);
  } catch (error) {
    assert.ok(error instanceof DamagedBytes, String(error));
  }
}
