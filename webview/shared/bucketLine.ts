import type { PointBuffer } from './pointBuffer';

/**
 * Writes a line as at most two points for each bucket of time: the least and the greatest value, in their order.
 * Buckets lie fixed in time, so a picture that scrolls does not shimmer.
 */
export class BucketLine {
  /** The greatest value so far, -Infinity without any. */
  greatest = -Infinity;
  private bucket = NaN;
  private low = NaN;
  private lowAt = 0;
  private high = NaN;
  private highAt = 0;
  /** Points since the line last broke. */
  private run = 0;
  private lastX = 0;
  private lastY = 0;

  constructor(
    private readonly bucketMs: number,
    private readonly out: PointBuffer,
  ) {
    out.begin();
  }

  add(time: number, value: number): void {
    const bucket = Math.floor(time / this.bucketMs);
    if (bucket !== this.bucket) this.flush();
    this.bucket = bucket;
    if (Number.isNaN(this.low)) {
      this.low = this.high = value;
      this.lowAt = this.highAt = time;
    } else if (value < this.low) {
      this.low = value;
      this.lowAt = time;
    } else if (value > this.high) {
      this.high = value;
      this.highAt = time;
    }
  }

  /** Ends the line here; the next value begins another. */
  breakAt(time: number): void {
    this.flush();
    if (this.run === 0) return;
    this.showLonely();
    this.out.push(time, NaN);
    this.run = 0;
  }

  end(): void {
    this.flush();
    this.showLonely();
    this.out.end();
  }

  private flush(): void {
    if (Number.isNaN(this.low)) return;
    if (this.lowAt < this.highAt) this.put(this.lowAt, this.low);
    this.put(this.highAt, this.high);
    if (this.lowAt > this.highAt) this.put(this.lowAt, this.low);
    this.greatest = Math.max(this.greatest, this.high);
    this.low = NaN;
  }

  private put(x: number, y: number): void {
    this.out.push(x, y);
    this.lastX = x;
    this.lastY = y;
    this.run++;
  }

  /** One sample alone makes no line; a dash as wide as a bucket shows that it was there. */
  private showLonely(): void {
    if (this.run === 1) this.out.push(this.lastX + this.bucketMs, this.lastY);
  }
}
