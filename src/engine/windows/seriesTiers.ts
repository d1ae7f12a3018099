import { BucketRing } from './bucketRing';
import { Moments } from './moments';
import { type ClosedSketch, SketchBuilder } from './sketch';

const slots = 62;

/**
 * What one series keeps for its long windows: buckets of 1 s, 5 s and 60 s, each made of the finer ones when it is
 * complete. A window is answered from the coarsest that fits it and from finer ones for the newest part, so it costs
 * the same for a minute and for an hour.
 */
export class SeriesTiers {
  private readonly rings = [
    new BucketRing(1000, slots),
    new BucketRing(5000, slots),
    new BucketRing(60_000, slots),
  ] as const;
  /** For each ring, the index of the bucket that is not complete yet; -1 before the first sample. */
  private readonly open = [-1, -1, -1];
  /** Timestamp of the newest sample of closed seconds. */
  lastAt = -Infinity;

  /** Takes in a second that is over. Seconds come in order; one may come again with samples that were late. */
  close(second: number, moments: Moments, sketch: ClosedSketch, scratch: Scratch): void {
    this.lastAt = moments.lastAt;
    if (this.open[0] === second + 1) {
      this.complete(second, moments, sketch, scratch);
      return;
    }
    // Coarser buckets first: after a pause this second may take the place of one that they still need.
    this.cascade(1, Math.floor(second / 5), scratch);
    this.cascade(2, Math.floor(second / 60), scratch);
    this.rings[0].put(second, moments, sketch);
    this.open[0] = second + 1;
  }

  /** Calls `visit` for the closed buckets that cover the time from `from` (rounded down to a bucket) until now. */
  each(from: number, windowMs: number, visit: (moments: Moments, sketch: ClosedSketch) => void): void {
    let level = windowMs <= 60_000 ? 0 : windowMs <= 300_000 ? 1 : 2;
    let start = from;
    for (; level >= 0; level--) {
      const ring = this.rings[level]!;
      const end = this.open[level]!;
      const startIndex = Math.floor(start / ring.widthMs);
      if (end <= startIndex) continue;
      ring.each(startIndex, end, visit);
      start = end * ring.widthMs;
    }
  }

  /** Calls `visit` for closed buckets that have samples from `from` to `to`: seconds while there are, coarser ones before. */
  past(from: number, to: number, visit: (moments: Moments, sketch: ClosedSketch) => void): void {
    const [seconds, fives, minutes] = this.rings;
    const firstSecond = Math.ceil((this.open[0]! - slots) / 5) * 5;
    const firstFive = Math.ceil((this.open[1]! - slots) / 12) * 12;
    minutes.each(Math.floor(from / 60_000), Math.min(Math.ceil(to / 60_000), firstFive / 12), visit);
    fives.each(Math.max(Math.floor(from / 5000), firstFive), Math.min(Math.ceil(to / 5000), firstSecond / 5), visit);
    seconds.each(Math.max(Math.floor(from / 1000), firstSecond), Math.min(Math.ceil(to / 1000), this.open[0]!), visit);
  }

  /** Adds late samples to the newest second; no coarser bucket has been made of it yet. */
  private complete(second: number, moments: Moments, sketch: ClosedSketch, scratch: Scratch): void {
    scratch.moments.reset();
    this.rings[0].each(second, second + 1, (before, bins) => {
      scratch.moments.merge(before);
      scratch.sketch.merge(bins);
    });
    scratch.moments.merge(moments);
    scratch.sketch.merge(sketch);
    this.rings[0].put(second, scratch.moments, scratch.sketch.close());
  }

  private cascade(level: 1 | 2, index: number, scratch: Scratch): void {
    const open = this.open[level]!;
    if (index === open) return;
    this.open[level] = index;
    if (open < 0) return;
    const ring = this.rings[level];
    const finer = this.rings[level - 1]!;
    const ratio = ring.widthMs / finer.widthMs;
    scratch.moments.reset();
    finer.each(open * ratio, (open + 1) * ratio, (moments, sketch) => {
      scratch.moments.merge(moments);
      scratch.sketch.merge(sketch);
    });
    if (scratch.moments.count > 0) ring.put(open, scratch.moments, scratch.sketch.close());
  }
}

/** Working memory that windows share, since only one is computed at a time. */
export class Scratch {
  readonly moments = new Moments();
  readonly sketch = new SketchBuilder();
}
