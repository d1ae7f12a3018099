import type { Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** Takes bytes and the time of the read that carried them, monotonic ms. */
export type TakeBytes = (chunk: Buffer, at: number) => void;

/** A body on its way to whoever reads it. */
export interface BodyFlow {
  take(chunk: Buffer, at: number): void;
  /** Nothing more comes; `done` is called when all that came was read. */
  end(done: () => void): void;
}

/** Compressed bytes that wait to be decoded; a body that is ahead by more is not read on. */
const mostWaitingBytes = 4 << 20;
/** Bytes that a body may decode to, whatever its length, and for each byte of it. */
const freeBytes = 16 << 20;
const mostBytesPerByte = 200;

const flush = constants.Z_SYNC_FLUSH;
const zlibOptions = { flush, finishFlush: flush };
const brotliOptions = {
  flush: constants.BROTLI_OPERATION_FLUSH,
  finishFlush: constants.BROTLI_OPERATION_FLUSH,
};
const isZlibHeader = (byte: number | undefined): boolean => ((byte ?? 0) & 0x0f) === 8;

/** How to decode a body; undefined for an encoding that is not known. */
function decoderOf(encoding: string): ((first: Buffer) => Transform) | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return () => createGunzip(zlibOptions);
    case 'deflate':
      // Some senders leave the header out that the name stands for.
      return (first) => (isZlibHeader(first[0]) ? createInflate(zlibOptions) : createInflateRaw(zlibOptions));
    case 'br':
      return () => createBrotliDecompress(brotliOptions);
    default:
      return undefined;
  }
}

/**
 * A flow that gives a body on as it was before it was encoded; undefined for encodings that are not known.
 * @param encoding The header content-encoding.
 * @param given Called at once for what is not encoded, later for what is.
 * @param broken The body cannot be decoded from here on; nothing more is given.
 */
export function flowOf(encoding: string | undefined, given: TakeBytes, broken: () => void): BodyFlow | undefined {
  const name = (encoding ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return new PlainFlow(given);
  const decoder = decoderOf(name);
  return decoder && new DecodedFlow(decoder, given, broken);
}

class PlainFlow implements BodyFlow {
  constructor(readonly take: TakeBytes) {}

  end(done: () => void): void {
    done();
  }
}

class DecodedFlow implements BodyFlow {
  private readonly waiting: { readonly chunk: Buffer; readonly at: number }[] = [];
  private waitingBytes = 0;
  private bytesLeft = freeBytes;
  private stream: Transform | undefined;
  private isWriting = false;
  private isOver = false;
  /** When the bytes were read that are being decoded. */
  private at = 0;
  private done: (() => void) | undefined;

  constructor(
    private readonly decoder: (first: Buffer) => Transform,
    private readonly given: TakeBytes,
    private readonly broken: () => void,
  ) {}

  take(chunk: Buffer, at: number): void {
    if (this.isOver || chunk.length === 0) return;
    this.waitingBytes += chunk.length;
    if (this.waitingBytes > mostWaitingBytes) {
      this.fail();
      return;
    }
    // The chunk is not ours to keep, and decoding takes until later.
    this.waiting.push({ chunk: Buffer.from(chunk), at });
    this.next();
  }

  end(done: () => void): void {
    this.done = done;
    this.next();
  }

  private next(): void {
    if (this.isOver) {
      this.finish();
      return;
    }
    if (this.isWriting) return;
    const next = this.waiting.shift();
    if (!next && !this.stream) this.finish();
    else if (next) this.write(next.chunk, next.at);
    else if (this.done) this.stream?.end();
  }

  private write(chunk: Buffer, at: number): void {
    this.stream ??= this.open(chunk);
    this.isWriting = true;
    this.at = at;
    this.bytesLeft += chunk.length * mostBytesPerByte;
    this.stream.write(chunk, () => {
      this.drain();
      this.isWriting = false;
      this.waitingBytes -= chunk.length;
      this.next();
    });
  }

  private open(first: Buffer): Transform {
    const stream = this.decoder(first);
    stream.on('readable', () => {
      this.drain();
    });
    stream.on('end', () => {
      this.isOver = true;
      this.finish();
    });
    stream.on('error', () => {
      this.fail();
    });
    return stream;
  }

  private drain(): void {
    while (!this.isOver) {
      const decoded = this.stream?.read() as Buffer | null | undefined;
      if (!decoded) return;
      this.bytesLeft -= decoded.length;
      if (this.bytesLeft < 0) this.fail();
      else this.given(decoded, this.at);
    }
  }

  private fail(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.broken();
    this.finish();
  }

  private finish(): void {
    const { done } = this;
    if (!done && !this.isOver) return;
    this.done = undefined;
    this.waiting.length = 0;
    this.stream?.destroy();
    done?.();
  }
}
