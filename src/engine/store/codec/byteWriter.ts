const smallestBytes = 64;
const encoder = new TextEncoder();

/** Writes numbers and text into bytes that grow as needed, little endian. */
export class ByteWriter {
  private buffer: Uint8Array;
  private view: DataView;
  private used = 0;
  private numbers = new Float64Array(0);

  constructor(expectedBytes = 1024) {
    this.buffer = new Uint8Array(Math.max(smallestBytes, expectedBytes));
    this.view = new DataView(this.buffer.buffer);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.used;
  }

  u8(value: number): void {
    this.makeRoom(1);
    this.buffer[this.used++] = value;
  }

  u32(value: number): void {
    this.makeRoom(4);
    this.view.setUint32(this.used, value, true);
    this.used += 4;
  }

  double(value: number): void {
    this.makeRoom(8);
    this.view.setFloat64(this.used, value, true);
    this.used += 8;
  }

  /** An integer from 0 to 2^53, seven bits a byte, in at most eight bytes. */
  varint(value: number): void {
    this.makeRoom(8);
    const { buffer } = this;
    let rest = value;
    while (rest >= 0x1000_0000) {
      buffer[this.used++] = (rest & 0x7f) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 128) {
      buffer[this.used++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    buffer[this.used++] = rest;
  }

  /** An integer from -2^52 to 2^52, small magnitudes in few bytes. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Bytes with their number before them. */
  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.raw(value);
  }

  /** Text as UTF-8 with the number of its bytes before it. */
  text(value: string): void {
    this.bytes(encoder.encode(value));
  }

  /** Bytes without their number. */
  raw(value: Uint8Array): void {
    this.makeRoom(value.length);
    this.buffer.set(value, this.used);
    this.used += value.length;
  }

  /** Working memory for at least so many numbers, whatever they are now; the writer keeps it, so that writing a column makes no garbage. */
  scratch(length: number): Float64Array {
    if (this.numbers.length < length) this.numbers = new Float64Array(Math.max(length, this.numbers.length * 2));
    return this.numbers;
  }

  /** Makes room for so many bytes and returns it, to be filled before anything else is written. */
  reserve(length: number): Uint8Array {
    this.makeRoom(length);
    const room = this.buffer.subarray(this.used, this.used + length);
    this.used += length;
    return room;
  }

  /** Puts before the bytes written since `start` how many they are. */
  prefixLength(start: number): void {
    const length = this.used - start;
    let digits = 1;
    for (let rest = length; rest >= 128; rest = Math.floor(rest / 128)) digits++;
    this.makeRoom(digits);
    this.buffer.copyWithin(start + digits, start, this.used);
    this.used = start;
    this.varint(length);
    this.used += length;
  }

  /** What was written, without copying it; it holds until the next write. */
  written(): Uint8Array {
    return this.buffer.subarray(0, this.used);
  }

  /** What was written, as bytes of its own; the writer is empty afterwards. */
  take(): Uint8Array {
    const taken = this.buffer.slice(0, this.used);
    this.reset();
    return taken;
  }

  reset(): void {
    this.used = 0;
  }

  private makeRoom(more: number): void {
    const needed = this.used + more;
    if (needed <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    larger.set(this.written());
    this.buffer = larger;
    this.view = new DataView(larger.buffer);
  }
}
