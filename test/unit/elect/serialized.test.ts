import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { headerBytes } from '../../../src/engine/elect/wire/frames';
import { packParcel, unpackParcel } from '../../../src/engine/elect/wire/serialized';

const sent = (content: { type: string }): Buffer => packParcel('engine', content).subarray(headerBytes);

describe('what passes between windows', () => {
  it('keeps its typed arrays, each with a buffer of its own and no more than its part of a larger one', () => {
    const large = Float64Array.from({ length: 1000 }, (_, i) => i / 3);
    const message = {
      type: 'rows',
      rows: [{ times: large.subarray(10, 20), ids: Uint32Array.of(1, 2) }, { bytes: Buffer.from('key') }],
    };
    const frame = sent(message);
    assert.ok(frame.length < 1000);
    const got = unpackParcel(frame)?.content as unknown as typeof message;
    const [first, second] = got.rows as [{ times: Float64Array; ids: Uint32Array }, { bytes: Uint8Array }];
    assert.deepEqual(first, message.rows[0]);
    assert.deepEqual([...second.bytes], [...Buffer.from('key')]);
    for (const array of [first.times, first.ids, second.bytes]) assert.equal(array.buffer.byteLength, array.byteLength);
  });

  it('of whatever bytes is read, ignored or refused, and nothing else happens', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 1 }), (bytes, kind) => {
        const frame = Buffer.concat([Buffer.from([kind, 0xff, 0x0f]), bytes]);
        try {
          assert.equal(typeof unpackParcel(frame)?.content.type, 'string');
        } catch (error) {
          assert.equal((error as Error).name, 'FrameError');
        }
      }),
    );
    assert.equal(unpackParcel(Buffer.from([7, 1, 2])), undefined);
    assert.equal(unpackParcel(Buffer.alloc(0)), undefined);
  });

  it('without a type is refused', () => {
    assert.throws(() => unpackParcel(sent({} as { type: string })), { name: 'FrameError' });
  });
});
