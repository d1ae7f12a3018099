/** Bytes of the length that precedes each frame: an unsigned number, the highest byte first. */
export const headerBytes = 4;
/** Longest frame before the other side has proved that it may talk here. */
export const mostHelloBytes = 4096;
/** Longest frame after that: an answer about the past may be large. */
export const mostFrameBytes = 64 * 1024 * 1024;

/** The other side sent what is no frame: nothing that follows can be understood. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** Writes the header of a frame of so many bytes in front of it. @throws FrameError when no reader would take it. */
export function writeHeader(into: Buffer, bytes: number): void {
  if (bytes > mostFrameBytes)
    throw new FrameError(`A message has ${bytes} bytes, more than the ${mostFrameBytes} that pass between windows.`);
  into.writeUInt32BE(bytes);
}

/** Cuts what comes over a socket into frames. Keeps no more than was received, whatever length is announced. */
export class FrameReader {
  private readonly chunks: Buffer[] = [];
  private held = 0;
  private length: number | undefined;

  /** @param mostBytes Longest frame that is taken; may be raised. */
  constructor(public mostBytes: number) {}

  /** Bytes that were received and not taken yet. */
  get bytes(): number {
    return this.held;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.held += chunk.length;
  }

  /** The next frame, without its header; undefined until it is here. @throws FrameError when it is too long. */
  take(): Buffer | undefined {
    if (this.length === undefined) {
      if (this.held < headerBytes) return undefined;
      this.length = this.cut(headerBytes).readUInt32BE();
    }
    if (this.length > this.mostBytes)
      throw new FrameError(`A frame of ${this.length} bytes was announced; ${this.mostBytes} are allowed here.`);
    if (this.held < this.length) return undefined;
    const { length } = this;
    this.length = undefined;
    return this.cut(length);
  }

  private cut(bytes: number): Buffer {
    this.held -= bytes;
    const first = this.chunks[0];
    if (first === undefined || bytes === 0) return Buffer.alloc(0);
    if (first.length > bytes) {
      this.chunks[0] = first.subarray(bytes);
      return first.subarray(0, bytes);
    }
    let taken = 0;
    let count = 0;
    while (taken + (this.chunks[count]?.length ?? Infinity) <= bytes) taken += this.chunks[count++]!.length;
    const whole = this.chunks.splice(0, count);
    const rest = this.chunks[0];
    if (taken < bytes && rest) {
      whole.push(rest.subarray(0, bytes - taken));
      this.chunks[0] = rest.subarray(bytes - taken);
    }
    return whole.length === 1 ? whole[0]! : Buffer.concat(whole, bytes);
  }
}
