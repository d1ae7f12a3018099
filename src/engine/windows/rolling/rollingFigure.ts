import type { Moments } from '../moments';
import type { ClosedSketch } from '../sketch';
import { isAllZero } from './allZero';
import { bucketingOf } from './bucketing';
import type { BucketPart, BucketQueue } from './bucketQueue';
import type { Figure, FigureSpec } from './figure';
import { samplesOf, sketchOf, type StoredBucket } from './storedBucket';

/** A window that has filled itself before a store would be worth asking, ms. */
const leastPastMs = 60_000;
/** Samples may be taken in so much later than their timestamps say, ms. */
const lateMs = 1000;

/** A stretch of time, ms since 1970; `to` does not belong to it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** One series' figure over seconds that are over. */
export class RollingFigure implements Figure {
  private readonly widthMs: number;
  private readonly buckets: number;
  private readonly offsetMs: number;
  private readonly ignoresZero: boolean;
  /** Index of the newest bucket that has samples. */
  private newest = -Infinity;
  /** Timestamp of the oldest sample that it was given. */
  private heldFrom = Infinity;
  /** What a store is asked for; undefined while it is not. */
  private asked: Span | undefined;
  private hasAsked = false;

  constructor(
    spec: FigureSpec,
    private readonly queue: BucketQueue,
  ) {
    const { widthSeconds, buckets } = bucketingOf(spec);
    this.widthMs = widthSeconds * 1000;
    this.buckets = buckets;
    this.offsetMs = spec.offsetMs;
    this.ignoresZero = spec.ignoresZero === true;
  }

  value(now: number): number {
    this.roll(now);
    return this.queue.value();
  }

  samples(now: number): number {
    this.roll(now);
    return this.queue.count;
  }

  since(): number {
    return this.heldFrom;
  }

  /** Takes in samples later than all before. @param at When they were, ms since 1970. */
  append(at: number, samples: Moments, sketch: ClosedSketch): void {
    if (samples.firstAt < this.heldFrom) this.heldFrom = samples.firstAt;
    if (this.ignoresZero && isAllZero(samples)) return;
    const index = Math.max(this.newest, Math.floor(at / this.widthMs));
    if (index > this.newest) {
      this.newest = index;
      // Whether or not somebody reads it, a figure keeps no more than its window and what waits for it.
      this.roll(index * this.widthMs);
    }
    this.queue.append(index, samples, sketch);
  }

  /**
   * The past that it lacks; undefined when it lacks none or has told so before.
   * @param newestAt Timestamp of the series' newest sample, of a second that need not be closed.
   */
  takeWish(now: number, newestAt: number | undefined): Span | undefined {
    if (this.hasAsked) return undefined;
    this.hasAsked = true;
    const from = this.beginAt(now);
    const to = this.heldFrom < Infinity ? this.heldFrom : startOfUnclosed(now, newestAt);
    if (now - from < leastPastMs || to - from <= this.widthMs) return undefined;
    return (this.asked = { from, to });
  }

  /** Takes in what it asked for, of buckets in any order; those that it has already, in part or whole, are left out. */
  fill(newestFirst: readonly StoredBucket[]): void {
    if (!this.asked) return;
    const { from } = this.asked;
    let until = Math.min(this.heldFrom, this.asked.to);
    const parts: BucketPart[] = [];
    for (const bucket of newestFirst) {
      const end = bucket.at + bucket.widthMs;
      if (end > until || end <= from) continue;
      this.heldFrom = until = bucket.at;
      if (this.ignoresZero && isAllZero(bucket)) continue;
      const samples = samplesOf(bucket);
      parts.push({ index: Math.floor(samples.lastAt / this.widthMs), samples, sketch: sketchOf(bucket) });
    }
    if (parts.length === 0) return;
    this.newest = Math.max(this.newest, parts[0]!.index);
    this.queue.prepend(parts.reverse());
  }

  /** Forgets all samples; what was asked of a store is not wanted any more. */
  clear(): void {
    this.queue.clear();
    this.newest = -Infinity;
    this.heldFrom = Infinity;
    this.asked = undefined;
    this.hasAsked = true;
  }

  /** Start of the window's oldest bucket. */
  beginAt(now: number): number {
    return (this.bucketAt(now) - this.buckets) * this.widthMs;
  }

  private roll(now: number): void {
    const end = this.bucketAt(now);
    this.queue.roll(end - this.buckets, this.offsetMs > 0 ? end : Infinity);
  }

  /** The bucket in which the window ends. */
  private bucketAt(now: number): number {
    return Math.floor((now - this.offsetMs) / this.widthMs);
  }
}

/** What is later will come by itself, as soon as its second is closed. */
function startOfUnclosed(now: number, newestAt: number | undefined): number {
  return newestAt === undefined ? now - lateMs : Math.floor(newestAt / 1000) * 1000;
}
