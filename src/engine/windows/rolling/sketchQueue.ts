import type { Moments } from '../moments';
import type { ClosedSketch } from '../sketch';
import { BinCounts } from './binCounts';
import type { BucketPart, BucketQueue } from './bucketQueue';
import { binIn, countIn, type PackedBins } from './packedBins';

/** Words before the bins of a bucket: its index and how many words follow. */
const head = 2;
const leastWords = 16;

/**
 * Buckets as sketches in one stretch of memory, oldest first, and what those in the window come to: counts are whole
 * numbers, so a bucket that leaves the window is taken away exactly.
 */
export class SketchQueue implements BucketQueue {
  private words = new Uint32Array(0);
  private start = 0;
  /** Where the buckets begin that the window has not got to. */
  private waiting = 0;
  /** Where the newest bucket lies; means nothing while there is none. */
  private newest = 0;
  private end = 0;
  private readonly counts = new BinCounts();
  /** Of what is in the window; undefined after a change. */
  private known: number | undefined;

  /** @param q From 0 to 1. @param packed Used by one queue at a time. */
  constructor(
    private readonly q: number,
    private readonly packed: PackedBins,
  ) {}

  get count(): number {
    return this.counts.total;
  }

  value(): number {
    return (this.known ??= this.counts.quantile(this.q));
  }

  append(index: number, _samples: Moments, sketch: ClosedSketch): void {
    const isOpen = this.hasBuckets && this.words[this.newest] === index;
    const isIn = isOpen && this.waiting === this.end;
    if (isIn) this.add(sketch);
    if (!isOpen) this.newest = this.end;
    const before = isOpen ? this.end - this.newest - head : 0;
    this.packed.merge(this.words, this.newest + head, before, sketch);
    this.end = this.newest;
    this.writeNewest(index);
    if (isIn) this.waiting = this.end;
  }

  prepend(parts: readonly BucketPart[]): void {
    if (parts.length === 0) return;
    const older = new SketchQueue(this.q, this.packed);
    for (const { index, samples, sketch } of parts) older.append(index, samples, sketch);
    const shift = older.end - this.start;
    const words = new Uint32Array(older.end + this.end - this.start);
    words.set(older.words.subarray(0, older.end));
    words.set(this.words.subarray(this.start, this.end), older.end);
    this.newest = this.hasBuckets ? this.newest + shift : older.newest;
    const isWindowEmpty = this.waiting === this.start;
    this.words = words;
    this.start = 0;
    this.end += shift;
    this.waiting = isWindowEmpty ? 0 : this.waiting + shift;
    if (!isWindowEmpty) for (let at = 0; at < older.end; at = this.after(at)) this.weigh(at, 1);
  }

  roll(from: number, until: number): void {
    for (; this.waiting < this.end && this.words[this.waiting]! < until; this.waiting = this.after(this.waiting))
      this.weigh(this.waiting, 1);
    for (; this.start < this.waiting && this.words[this.start]! < from; this.start = this.after(this.start))
      this.weigh(this.start, -1);
  }

  clear(): void {
    this.start = this.waiting = this.newest = this.end = 0;
    this.counts.clear();
    this.known = undefined;
  }

  private get hasBuckets(): boolean {
    return this.start < this.end;
  }

  /** Where the next bucket begins. */
  private after(at: number): number {
    return at + head + this.words[at + 1]!;
  }

  private add(sketch: ClosedSketch): void {
    this.known = undefined;
    for (let i = 0; i < sketch.length; i += 2) this.counts.add(sketch[i]!, sketch[i + 1]!);
  }

  /** Adds a bucket to what the window comes to, or takes it away. */
  private weigh(at: number, sign: 1 | -1): void {
    this.known = undefined;
    const end = this.after(at);
    for (let i = at + head; i < end; i++) this.counts.add(binIn(this.words[i]!), sign * countIn(this.words[i]!));
  }

  private writeNewest(index: number): void {
    const { packed } = this;
    this.makeRoom(head + packed.length);
    const { words, newest } = this;
    words[newest] = index;
    words[newest + 1] = packed.length;
    for (let i = 0; i < packed.length; i++) words[newest + head + i] = packed.words[i]!;
    this.end = newest + head + packed.length;
  }

  /** Makes sure that so many words fit behind `end`. What was dropped is used again once it is a quarter of all. */
  private makeRoom(length: number): void {
    if (this.end + length <= this.words.length) return;
    const { start, end } = this;
    const used = end - start + length;
    if (used <= this.words.length * 0.75) this.words.copyWithin(0, start, end);
    else {
      const larger = new Uint32Array(Math.max(leastWords, Math.ceil(used * 1.5)));
      larger.set(this.words.subarray(start, end));
      this.words = larger;
    }
    this.start = 0;
    this.end -= start;
    this.newest -= start;
    this.waiting -= start;
  }
}
