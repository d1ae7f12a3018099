import type { ByteReader } from './byteReader';
import type { ByteWriter } from './byteWriter';

const bytesPerDouble = 8;

/** Writes the first `count` numbers bit by bit, each combined with the one before, as eight planes of bytes. */
export function writeDoubles(writer: ByteWriter, doubles: Float64Array, count: number): void {
  const room = writer.reserve(bytesPerDouble * count);
  const one = new DataView(new ArrayBuffer(bytesPerDouble));
  let lowBefore = 0;
  let highBefore = 0;
  for (let i = 0; i < count; i++) {
    one.setFloat64(0, doubles[i]!);
    const high = one.getUint32(0);
    const low = one.getUint32(4);
    putWord(room, i, count, high ^ highBefore);
    putWord(room, 4 * count + i, count, low ^ lowBefore);
    highBefore = high;
    lowBefore = low;
  }
}

/** Reads what `writeDoubles` wrote into the front of `doubles`. */
export function readDoubles(reader: ByteReader, doubles: Float64Array, count: number): void {
  const bytes = reader.raw(bytesPerDouble * count);
  const one = new DataView(new ArrayBuffer(bytesPerDouble));
  let low = 0;
  let high = 0;
  for (let i = 0; i < count; i++) {
    high ^= wordAt(bytes, i, count);
    low ^= wordAt(bytes, 4 * count + i, count);
    one.setInt32(0, high);
    one.setInt32(4, low);
    doubles[i] = one.getFloat64(0);
  }
}

function putWord(room: Uint8Array, at: number, stride: number, word: number): void {
  room[at] = word >>> 24;
  room[at + stride] = word >>> 16;
  room[at + 2 * stride] = word >>> 8;
  room[at + 3 * stride] = word;
}

function wordAt(bytes: Uint8Array, at: number, stride: number): number {
  return (bytes[at]! << 24) | (bytes[at + stride]! << 16) | (bytes[at + 2 * stride]! << 8) | bytes[at + 3 * stride]!;
}
