import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FrameReader, headerBytes, mostFrameBytes, writeHeader } from '../../../src/engine/elect/wire/frames';

describe('frames', () => {
  it('come out as they went in, however they were cut on the way', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 });
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(framed));
        const reader = new FrameReader(300);
        const got: Buffer[] = [];
        for (let at = 0, i = 0; at < bytes.length; at += cuts[i++ % cuts.length]!) {
          reader.push(bytes.subarray(at, at + cuts[i % cuts.length]!));
          for (let frame = reader.take(); frame; frame = reader.take()) got.push(frame);
        }
        assert.deepEqual(
          got.map((frame) => [...frame]),
          sent.map((body) => [...body]),
        );
        assert.equal(reader.bytes, 0);
      }),
    );
  });

  it('of more than what is allowed are refused before they are here', () => {
    const reader = new FrameReader(10);
    reader.push(Buffer.from([0, 0, 0, 11]));
    assert.throws(() => reader.take(), { name: 'FrameError' });
    assert.throws(() => {
      writeHeader(Buffer.alloc(4), mostFrameBytes + 1);
    }, /more than/);
  });
});

function framed(body: Uint8Array): Buffer {
  const frame = Buffer.alloc(headerBytes + body.length);
  writeHeader(frame, body.length);
  frame.set(body, headerBytes);
  return frame;
}
