import type { Moments } from '../moments';
import type { BucketPart, BucketQueue } from './bucketQueue';
import type { Fold } from './fold';

/** Slots before the ring: what `back` comes to, and one for work in hand. */
const ownSlots = 2;
/** Where the fold of `back` lies. */
const backAt = 1;
const firstCapacity = 4;

/**
 * Buckets in a ring that are folded without ever being subtracted: a queue of two stacks. The older part, `front`,
 * holds in each slot what it and all later ones of that part come to, so dropping the oldest costs nothing; the newer
 * part, `back`, is added up as it grows. Once `front` is used up, `back` is folded anew and takes its place: each
 * bucket is folded twice in its life, however long the window.
 */
export class FoldQueue implements BucketQueue {
  private cells: Float64Array;
  /** A power of two. */
  private capacity = firstCapacity;
  private start = 0;
  private front = 0;
  private back = 0;
  private waiting = 0;

  constructor(private readonly fold: Fold) {
    this.cells = new Float64Array((firstCapacity + ownSlots) * this.stride);
  }

  get count(): number {
    const front = this.front > 0 ? this.cells[this.at(0)]! : 0;
    return this.back > 0 ? front + this.cells[backAt]! : front;
  }

  value(): number {
    const { fold, cells } = this;
    if (this.front === 0) return this.back === 0 ? NaN : fold.value(cells, backAt);
    const frontAt = this.at(0);
    if (this.back === 0) return fold.value(cells, frontAt);
    fold.join(cells, frontAt, backAt, this.handAt);
    return fold.value(cells, this.handAt);
  }

  append(index: number, samples: Moments): void {
    const { fold, cells, handAt } = this;
    const newest = this.at(this.size - 1);
    // The newest slot of `front` cannot change any more; what comes for its bucket gets a slot of its own.
    if (this.size > this.front && cells[newest - 1] === index) {
      fold.write(cells, handAt, samples);
      fold.join(cells, newest, handAt, newest);
      if (this.waiting === 0) fold.join(cells, backAt, handAt, backAt);
      return;
    }
    this.makeRoom();
    this.waiting++;
    this.put(this.at(this.size - 1), index, samples);
  }

  prepend(parts: readonly BucketPart[]): void {
    for (let i = parts.length - 1; i >= 0; i--) this.prependOne(parts[i]!);
  }

  roll(from: number, until: number): void {
    while (this.waiting > 0 && this.indexOf(this.front + this.back) < until) this.letIn();
    while (this.front > 0 && this.indexOf(0) < from) {
      this.front--;
      this.dropOldest();
    }
    if (this.front > 0 || this.back === 0 || this.indexOf(0) >= from) return;
    while (this.back > 0 && this.indexOf(0) < from) {
      this.back--;
      this.dropOldest();
    }
    this.turn();
  }

  clear(): void {
    this.front = this.back = this.waiting = this.start = 0;
  }

  private prependOne({ index, samples }: BucketPart): void {
    const { fold, handAt } = this;
    // Without `front` the oldest slot is one of `back`, whose sum is kept elsewhere.
    const canJoin = this.size > 0 && (this.front > 0 || this.back === 0);
    if (canJoin && this.indexOf(0) === index) {
      fold.write(this.cells, handAt, samples);
      fold.join(this.cells, handAt, this.at(0), this.at(0));
      return;
    }
    this.makeRoom();
    this.start = (this.start - 1) & (this.capacity - 1);
    this.put(this.at(0), index, samples);
    if (this.front > 0) fold.join(this.cells, this.at(0), this.at(1), this.at(0));
    if (this.front + this.back > 0) this.front++;
    else this.waiting++;
  }

  private get size(): number {
    return this.front + this.back + this.waiting;
  }

  /** Numbers in a slot: the bucket's index, then its fold. */
  private get stride(): number {
    return this.fold.size + 1;
  }

  private get handAt(): number {
    return this.stride + 1;
  }

  /** Where the fold of the `i`-th oldest bucket lies; its index lies before it. */
  private at(i: number): number {
    return (ownSlots + ((this.start + i) & (this.capacity - 1))) * this.stride + 1;
  }

  private indexOf(i: number): number {
    return this.cells[this.at(i) - 1]!;
  }

  private put(at: number, index: number, samples: Moments): void {
    this.cells[at - 1] = index;
    this.fold.write(this.cells, at, samples);
  }

  private letIn(): void {
    const { fold, cells } = this;
    const at = this.at(this.front + this.back);
    if (this.back === 0) for (let i = 0; i < fold.size; i++) cells[backAt + i] = cells[at + i]!;
    else fold.join(cells, backAt, at, backAt);
    this.back++;
    this.waiting--;
  }

  private dropOldest(): void {
    this.start = (this.start + 1) & (this.capacity - 1);
  }

  private turn(): void {
    for (let i = this.back - 2; i >= 0; i--) {
      const at = this.at(i);
      this.fold.join(this.cells, at, this.at(i + 1), at);
    }
    this.front = this.back;
    this.back = 0;
  }

  private makeRoom(): void {
    const { size, cells, stride } = this;
    if (size < this.capacity) return;
    const larger = new Float64Array((this.capacity * 2 + ownSlots) * stride);
    larger.set(cells.subarray(0, ownSlots * stride));
    for (let i = 0; i < size; i++) {
      const from = this.at(i) - 1;
      larger.set(cells.subarray(from, from + stride), (ownSlots + i) * stride);
    }
    this.cells = larger;
    this.capacity *= 2;
    this.start = 0;
  }
}
