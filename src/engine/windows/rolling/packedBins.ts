import type { ClosedSketch } from '../sketch';

/** Bins need 13 of a word's bits; a larger count takes several words. */
const mostCount = 2 ** 19 - 1;
const binUnit = 2 ** 19;

export function binIn(word: number): number {
  return word >>> 19;
}

export function countIn(word: number): number {
  return word & mostCount;
}

/** Bins and counts packed into a word each, in the order of the bins: room to put together two sketches, used again and again. */
export class PackedBins {
  words = new Uint32Array(64);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** Puts together a sketch and `length` words from `at` on. */
  merge(words: Uint32Array, at: number, length: number, sketch: ClosedSketch): void {
    this.clear();
    const end = at + length;
    let i = 0;
    while (at < end || i < sketch.length)
      if (i >= sketch.length || (at < end && binIn(words[at]!) <= sketch[i]!)) {
        this.add(binIn(words[at]!), countIn(words[at]!));
        at++;
      } else {
        this.add(sketch[i]!, sketch[i + 1]!);
        i += 2;
      }
  }

  private add(bin: number, count: number): void {
    const before = this.length - 1;
    if (before >= 0 && binIn(this.words[before]!) === bin) {
      const joined = Math.min(count, mostCount - countIn(this.words[before]!));
      this.words[before]! += joined;
      count -= joined;
    }
    for (; count > 0; count -= mostCount) {
      if (this.length === this.words.length) {
        const larger = new Uint32Array(2 * this.length);
        larger.set(this.words);
        this.words = larger;
      }
      this.words[this.length++] = bin * binUnit + Math.min(count, mostCount);
    }
  }
}
