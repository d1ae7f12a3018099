/** Repeatable randomness: the same seed gives the same values. */
export class Random {
  constructor(private state: number) {}

  /** 0 up to, not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** Small sizes as often as large ones. */
  size(most: number): number {
    return this.chance(0.1) ? 0 : Math.floor(Math.exp(this.next() * Math.log(most)));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.integer(0, values.length - 1)]!;
  }

  text(alphabet: string, least: number, most: number): string {
    const characters = Array.from(alphabet);
    return Array.from({ length: this.integer(least, most) }, () => this.pick(characters)).join('');
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let i = 0; i + 4 <= length; i += 4) bytes.writeUInt32LE(Math.floor(this.next() * 4_294_967_296), i);
    for (let i = length & ~3; i < length; i++) bytes[i] = this.integer(0, 255);
    return bytes;
  }

  /** Cuts bytes into a few pieces of odd sizes. */
  cut(bytes: Buffer, most: number): Buffer[] {
    const cuts = Array.from({ length: this.integer(0, most - 1) }, () => this.integer(0, bytes.length));
    const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
    return edges
      .slice(1)
      .map((edge, i) => bytes.subarray(edges[i], edge))
      .filter((piece) => piece.length > 0);
  }
}
