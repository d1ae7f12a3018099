import { Moments } from './moments';
import type { ClosedSketch } from './sketch';

interface Bucket {
  /** Start of the bucket divided by its width; -1 while unused. */
  index: number;
  readonly moments: Moments;
  sketch: ClosedSketch;
}

const emptySketch: ClosedSketch = new Uint32Array(0);

/** The newest buckets of one width, each found by its place in time. Memory grows with use up to the ring's size. */
export class BucketRing {
  private readonly buckets: (Bucket | undefined)[] = [];

  constructor(
    readonly widthMs: number,
    private readonly slots: number,
  ) {}

  put(index: number, moments: Moments, sketch: ClosedSketch): void {
    const slot = index % this.slots;
    const bucket = (this.buckets[slot] ??= { index, moments: new Moments(), sketch: emptySketch });
    bucket.index = index;
    bucket.moments.copyFrom(moments);
    bucket.sketch = sketch;
  }

  /** Calls `visit` for each bucket from `fromIndex` to `toIndex` (not included) that has samples, oldest first. */
  each(fromIndex: number, toIndex: number, visit: (moments: Moments, sketch: ClosedSketch) => void): void {
    const start = Math.max(fromIndex, toIndex - this.slots);
    for (let index = start; index < toIndex; index++) {
      const bucket = this.buckets[index % this.slots];
      if (bucket?.index === index) visit(bucket.moments, bucket.sketch);
    }
  }
}
