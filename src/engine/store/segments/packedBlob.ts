import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { BadValue } from './badValue';

const asItIs = 0;
const deflated = 1;

/** Shorter blobs do not get smaller, and most columns are short: constant or empty. */
const leastDeflatedBytes = 48;

/**
 * Level 1: columns are integers with small differences, where higher levels save 4 % and take half as long again.
 */
const level = 1;

/** Bytes as they lie in a segment: one byte that says how, then the bytes or their raw deflate. */
export function packBlob(bytes: Uint8Array): Uint8Array {
  const shorter = bytes.length < leastDeflatedBytes ? undefined : deflateRawSync(bytes, { level });
  const isShorter = shorter !== undefined && shorter.length < bytes.length;
  const body = isShorter ? shorter : bytes;
  const packed = new Uint8Array(body.length + 1);
  packed[0] = isShorter ? deflated : asItIs;
  packed.set(body, 1);
  return packed;
}

/** What was packed. @throws BadValue when it is not packed bytes, or would be more than `mostBytes`. */
export function unpackBlob(packed: Uint8Array, mostBytes: number): Uint8Array {
  const body = packed.subarray(1);
  if (packed[0] === deflated) return inflated(body, mostBytes);
  if (packed[0] !== asItIs) throw new BadValue('a blob does not say how it is packed');
  if (body.length > mostBytes) throw new BadValue(`a blob has ${body.length} bytes, more than ${mostBytes}`);
  return body;
}

function inflated(body: Uint8Array, mostBytes: number): Uint8Array {
  try {
    return inflateRawSync(body, { maxOutputLength: mostBytes });
  } catch (error) {
    // Want of memory is no fault of the file.
    if (error instanceof Error && 'code' in error && error.code === 'Z_MEM_ERROR') throw error;
    throw new BadValue('a blob cannot be inflated', { cause: error });
  }
}
