import type { Aggregate } from '../../../protocol/history';
import type { PointBudget } from './pointBudget';
import type { PastColumns, SeriesPast } from './seriesPast';

/** Every sample of a series for itself. Of "no value" only the first in a row is kept: it marks the gap. */
export class EverySample implements SeriesPast {
  private times = new Float64Array(64);
  private values = new Float64Array(64);
  private length = 0;
  private isInOrder = true;
  hasValues = false;

  constructor(
    private readonly aggregates: readonly Aggregate[],
    private readonly budget: PointBudget,
  ) {}

  addSamples(times: Float64Array, values: Float64Array, from: number, until: number): void {
    const before = this.length;
    for (let row = from; row < until; row++) this.push(times[row]!, values[row]!);
    this.budget.spend(this.length - before);
  }

  addBuckets(): void {
    throw new Error('Buckets were read for an answer that has every sample for itself.');
  }

  seen(): void {
    // A sample without value marks a gap here; neither distances nor digits matter.
  }

  finish(): PastColumns {
    if (!this.isInOrder) this.sort();
    const times = this.times.slice(0, this.length);
    const values = this.values.subarray(0, this.length);
    return { times, values: this.aggregates.map((aggregate) => values.map((value) => ofOne(aggregate, value))) };
  }

  private push(time: number, sample: number): void {
    const value = Number.isFinite(sample) ? sample : NaN;
    const { length } = this;
    if (Number.isNaN(value) && (length === 0 || Number.isNaN(this.values[length - 1]!))) return;
    if (length === this.times.length) this.grow();
    if (length > 0 && time < this.times[length - 1]!) this.isInOrder = false;
    this.times[length] = time;
    this.values[length] = value;
    this.length++;
    if (!Number.isNaN(value)) this.hasValues = true;
  }

  /** Samples of two engines, or from before and after the clock was set, come mixed. */
  private sort(): void {
    const { times, values, length } = this;
    const order = Uint32Array.from({ length }, (_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b);
    this.times = new Float64Array(length);
    this.values = new Float64Array(length);
    this.length = 0;
    this.isInOrder = true;
    for (const i of order) this.push(times[i]!, values[i]!);
  }

  private grow(): void {
    this.times = enlarged(this.times);
    this.values = enlarged(this.values);
  }
}

function ofOne(aggregate: Aggregate, value: number): number {
  if (Number.isNaN(value)) return NaN;
  if (aggregate === 'count') return 1;
  return aggregate === 'change' || aggregate === 'rate' || aggregate === 'stddev' ? 0 : value;
}

function enlarged(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
