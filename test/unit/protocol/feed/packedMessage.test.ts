import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { packMessage, unpackMessage } from '../../../../src/protocol/feed/packedMessage';
import type { ToView } from '../../../../src/protocol/viewLink';

const bufferOf = (message: ToView): ArrayBuffer => packMessage(message).buffer;

const rows = fc
  .tuple(fc.array(fc.double()), fc.array(fc.double({ min: 0, noNaN: true })), fc.array(fc.integer()))
  .map(([values, timestamps, series]) => ({
    group: 3,
    timestamps: Float64Array.from(timestamps),
    series: Int32Array.from(series),
    values: Float64Array.from(values),
  }));

describe('a message as bytes', () => {
  it('comes out as it went in, NaN and infinities in columns too', () => {
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 5 }), (all) => {
        const message: ToView = { type: 'rows', rows: all };
        assert.deepEqual(unpackMessage(bufferOf(message)), message);
      }),
    );
  });

  it('keeps texts of any kind', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (reason) => {
        const message: ToView = { type: 'noHistory', question: 7, reason };
        assert.deepEqual(unpackMessage(bufferOf(message)), message);
      }),
    );
  });

  it('takes the columns alone of what lies in a larger buffer', () => {
    const large = new Float64Array([1, 2, 3, 4]);
    const values = large.subarray(1, 3);
    const message: ToView = {
      type: 'rows',
      rows: [{ group: 0, timestamps: large.subarray(0, 2), series: new Int32Array([9]), values }],
    };
    const bytes = bufferOf(message);
    assert.deepEqual(unpackMessage(bytes), message);
    assert.ok(bytes.byteLength < 200, String(bytes.byteLength));
  });

  it('that was cut short is refused, wherever it was cut', () => {
    const whole = bufferOf({
      type: 'rows',
      rows: [
        {
          group: 1,
          timestamps: new Float64Array([1, 2]),
          series: new Int32Array([4, 5]),
          values: new Float64Array([1, 2, 3, 4]),
        },
      ],
    });
    for (let length = 0; length < whole.byteLength; length++)
      assert.throws(() => unpackMessage(whole.slice(0, length)), Error, `${length} bytes`);
    assert.doesNotThrow(() => unpackMessage(whole));
  });

  it('that points outside of itself is refused', () => {
    const pointing = (place: unknown): ArrayBuffer => {
      const text = new TextEncoder().encode(JSON.stringify({ type: 'rows', rows: { f64: place } }));
      const bytes = new Uint8Array(4 + text.length + 64);
      new DataView(bytes.buffer).setUint32(0, text.length, true);
      bytes.set(text, 4);
      return bytes.buffer;
    };
    for (const place of [
      [-8, 1],
      [0, -1],
      [0, 1e9],
      [4, 1],
      [0.5, 1],
      [Number.MAX_SAFE_INTEGER - 7, 1],
      [],
      ['0', '1'],
    ])
      assert.throws(() => unpackMessage(pointing(place)), Error, JSON.stringify(place));
  });

  it('of noise is refused with an error and nothing worse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          unpackMessage(noise.slice().buffer);
        } catch (error) {
          assert.ok(error instanceof Error);
        }
      }),
    );
  });
});
