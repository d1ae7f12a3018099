const firstCapacity = 256;

/** Bytes gathered piece by piece, up to a bound. */
export class GrowingBytes {
  /** Whether there was more than the bound. What is held then is the beginning. */
  isOver = false;
  private bytes = Buffer.allocUnsafe(firstCapacity);
  private used = 0;

  constructor(readonly most: number) {}

  get length(): number {
    return this.used;
  }

  clear(): void {
    this.used = 0;
    this.isOver = false;
    // What was large once need not stay so for hours.
    if (this.bytes.length > firstCapacity * 64) this.bytes = Buffer.allocUnsafe(firstCapacity);
  }

  add(chunk: Buffer, from: number, to: number): void {
    if (this.isOver) return;
    this.isOver = this.used + to - from > this.most;
    const end = this.isOver ? from + this.most - this.used : to;
    const needed = this.used + end - from;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, Math.min(this.most, this.bytes.length * 2)));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    chunk.copy(this.bytes, this.used, from, end);
    this.used = needed;
  }

  /** What is held, until the next change. */
  view(): Buffer {
    return this.bytes.subarray(0, this.used);
  }
}
