import { ByteWriter } from '../codec/byteWriter';
import { crc32 } from '../codec/crc32';
import type { FileCipher } from '../encryption/cipher';

/** What a frame holds, by the first byte of its body. */
export const frameTypes = { header: 1, group: 2, rows: 3, event: 4, snapshot: 5, closed: 6 } as const;
export type FrameType = (typeof frameTypes)[keyof typeof frameTypes];

/** Length and CRC-32 of the body that follows. */
const prefixBytes = 8;
/** Larger than the largest record: the layout of a group of 10,000 series with long labels. */
const mostBodyBytes = 32 * 1024 * 1024;

export interface Frame {
  /** From 0; the header is the first. */
  readonly index: number;
  readonly type: number;
  readonly payload: Uint8Array;
  /** Offset of the byte after it. */
  readonly end: number;
}

/** The whole frames from the start of a journal up to `end`; stops before the first that is not right. */
export function* framesOf(bytes: Uint8Array, end: number): Generator<Frame> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const plain = plainBytes(bytes);
  let start = 0;
  for (let index = 0; end - start > prefixBytes; index++) {
    const length = view.getUint32(start, true);
    const bodyStart = start + prefixBytes;
    if (length === 0 || length > mostBodyBytes || length > end - bodyStart) return;
    const body = plain.subarray(bodyStart, bodyStart + length);
    if (crc32(body) !== view.getUint32(start + 4, true)) return;
    start = bodyStart + length;
    yield { index, type: body[0]!, payload: body.subarray(1), end: start };
  }
}

/** The same frames again. @param ends Of each of them, as they were found to be right before. */
export function* framesAgain(bytes: Uint8Array, ends: readonly number[]): Generator<Frame> {
  const plain = plainBytes(bytes);
  let start = 0;
  for (const [index, end] of ends.entries()) {
    const bodyStart = start + prefixBytes;
    yield { index, type: plain[bodyStart]!, payload: plain.subarray(bodyStart + 1, end), end };
    start = end;
  }
}

/** Parts of a Buffer are Buffers, and take several times as long to make. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Writes frames of one journal one after the other into the same bytes. */
export class FrameWriter {
  private readonly out = new ByteWriter(65_536);
  private readonly plain = new ByteWriter();
  private cipher: FileCipher | undefined;
  private index = 0;
  private start = 0;

  /**
   * Forgets what was written before, and the frames from here on are a journal's.
   * @param cipher Encrypts them; they come after the header then, which is plain.
   */
  startJournal(cipher?: FileCipher): void {
    this.reset();
    this.cipher = cipher;
    this.index = cipher ? 1 : 0;
  }

  /** Where to write the payload of the next frame, before `end` is called. */
  begin(type: FrameType): ByteWriter {
    this.start = this.out.length;
    this.out.reserve(prefixBytes);
    this.out.u8(type);
    return this.cipher ? this.plain : this.out;
  }

  end(): void {
    const { out, plain } = this;
    if (this.cipher) {
      out.raw(this.cipher.seal(this.index, plain.written()));
      plain.reset();
    }
    this.index++;
    const written = out.written();
    const body = written.subarray(this.start + prefixBytes);
    if (body.length > mostBodyBytes) throw new RangeError(`A record of ${body.length} bytes is too large to be kept.`);
    const prefix = new DataView(written.buffer, written.byteOffset + this.start, prefixBytes);
    prefix.setUint32(0, body.length, true);
    prefix.setUint32(4, crc32(body), true);
  }

  get length(): number {
    return this.out.length;
  }

  /** The frames since the last `reset`, without copying; they hold until the next frame begins. */
  written(): Uint8Array {
    return this.out.written();
  }

  reset(): void {
    this.out.reset();
    this.plain.reset();
  }
}
