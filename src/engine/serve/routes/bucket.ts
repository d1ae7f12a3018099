import type { Aggregate } from '../../../protocol/history';
import { Moments } from '../../windows/moments';
import { nearestRank } from '../../windows/select';
import { binOf, SketchBuilder } from '../../windows/sketch';

/** Steps up to this long keep their samples for exact quantiles; the same length as for rolling windows. */
const exactUpToMs = 30_000;

/** The samples of one step of one series, on their way to becoming one value. Used again for the next step. */
export class Bucket {
  private readonly moments = new Moments();
  private readonly sketch: SketchBuilder | undefined;
  private readonly quantile: number | undefined;
  private values = new Float64Array(256);

  constructor(
    private readonly aggregate: Aggregate,
    stepMs: number,
  ) {
    this.quantile = aggregate.startsWith('p') ? Number(aggregate.slice(1)) / 100 : undefined;
    if (this.quantile !== undefined && stepMs > exactUpToMs) this.sketch = new SketchBuilder();
  }

  add(timestamp: number, value: number): void {
    if (!Number.isFinite(value)) return;
    if (this.sketch) {
      this.sketch.add(binOf(value), 1);
    } else if (this.quantile !== undefined) {
      if (this.moments.count === this.values.length) this.grow();
      this.values[this.moments.count] = value;
    }
    this.moments.add(timestamp, value);
  }

  /** The value of the step, null when it had no sample; the bucket is empty afterwards. */
  take(): number | null {
    const value = this.moments.count === 0 ? null : this.value();
    this.moments.reset();
    this.sketch?.reset();
    return value;
  }

  private value(): number {
    const { moments, quantile } = this;
    if (quantile !== undefined)
      return this.sketch?.quantile(quantile) ?? nearestRank(this.values, moments.count, quantile);
    const change = moments.last - moments.first;
    const seconds = (moments.lastAt - moments.firstAt) / 1000;
    const figures: Record<Exclude<Aggregate, `p${string}`>, number> = {
      avg: moments.mean,
      min: moments.min,
      max: moments.max,
      sum: moments.sum,
      count: moments.count,
      first: moments.first,
      last: moments.last,
      change,
      rate: seconds > 0 ? change / seconds : 0,
      stddev: Math.sqrt(Math.max(0, moments.m2 / moments.count)),
    };
    return figures[this.aggregate as keyof typeof figures];
  }

  private grow(): void {
    const larger = new Float64Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
