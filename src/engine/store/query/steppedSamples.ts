import type { Aggregate } from '../../../protocol/history';
import { Moments } from '../../windows/moments';
import { binOf, SketchBuilder, type ClosedSketch } from '../../windows/sketch';
import type { BucketColumns, TierChunk } from '../chunk';
import { aggregateOf, quantileOf } from './aggregateOf';
import type { PointBudget } from './pointBudget';
import type { PastColumns, SeriesPast } from './seriesPast';
import { addPart, type StepPart } from './stepPart';

interface Step {
  readonly moments: Moments;
  /** To be merged; put together when they get many. */
  readonly sketches: ClosedSketch[];
}

/** So many periods of a group without a sample are a gap, as they are for the newest value. */
const gapPeriods = 3;
/** A step of a month is made of thousands of buckets: merging them one by one would copy the whole each time. */
const mostSketches = 256;

/** What the samples of a series' steps come to. */
export class SteppedSamples implements SeriesPast {
  /** By the number of the step since the origin. */
  private readonly steps = new Map<number, Step>();
  private readonly run = new Moments();
  private readonly needsSketch: boolean;
  private periodMs = 0;
  private decimals = 0;

  /**
   * @param sketch Used by one series at a time, and empty in between.
   * @param origin Where a step begins, ms since 1970.
   */
  constructor(
    private readonly stepMs: number,
    private readonly aggregates: readonly Aggregate[],
    private readonly sketch: SketchBuilder,
    private readonly budget: PointBudget,
    private readonly origin = 0,
  ) {
    this.needsSketch = aggregates.some((aggregate) => quantileOf(aggregate) !== undefined);
  }

  get hasValues(): boolean {
    return this.steps.size > 0;
  }

  seen(hz: number, decimals: number): void {
    if (hz > 0) this.periodMs = Math.max(this.periodMs, 1000 / hz);
    this.decimals = Math.max(this.decimals, decimals);
  }

  addSamples(times: Float64Array, values: Float64Array, from: number, until: number): void {
    const { run, sketch, stepMs, origin, needsSketch } = this;
    let step = NaN;
    let end = -Infinity;
    for (let row = from; row < until; row++) {
      const value = values[row]!;
      // What is no finite number cannot be part of an answer.
      if (!Number.isFinite(value)) continue;
      const time = times[row]!;
      if (time >= end) {
        this.addRun(step);
        step = Math.floor((time - origin) / stepMs);
        end = origin + (step + 1) * stepMs;
      }
      run.add(time, value);
      if (needsSketch) sketch.add(binOf(value), 1);
    }
    this.addRun(step);
  }

  addBuckets({ starts, firstAt, lastAt }: TierChunk, buckets: BucketColumns, from: number, until: number): void {
    for (let i = from; i < until; i++) {
      const part = partOf(buckets, i, firstAt[i]!, lastAt[i]!);
      // A sum that is no number has a sample in it that is none, and says nothing of the others.
      if (part.count > 0 && Number.isFinite(part.sum))
        this.add(Math.floor((starts[i]! - this.origin) / this.stepMs), part, buckets.sketches?.[i]);
    }
  }

  finish(): PastColumns {
    const numbers = Float64Array.from(this.steps.keys()).sort();
    const times: number[] = [];
    const rows: (Step | undefined)[] = [];
    let end = Infinity;
    for (const number of numbers) {
      const start = this.origin + number * this.stepMs;
      if (start - end >= Math.max(this.stepMs, gapPeriods * this.periodMs)) {
        times.push(end);
        rows.push(undefined);
      }
      times.push(start);
      rows.push(this.steps.get(number));
      end = start + this.stepMs;
    }
    this.budget.spend(times.length - numbers.length);
    return { times: Float64Array.from(times), values: this.columnsOf(rows) };
  }

  private columnsOf(rows: readonly (Step | undefined)[]): Float64Array[] {
    const columns = this.aggregates.map(() => new Float64Array(rows.length).fill(NaN));
    rows.forEach((step, row) => {
      if (!step) return;
      for (const sketch of step.sketches) this.sketch.merge(sketch);
      this.aggregates.forEach((aggregate, i) => {
        columns[i]![row] = aggregateOf(aggregate, step.moments, this.decimals, this.sketch);
      });
      this.sketch.reset();
    });
    return columns;
  }

  private addRun(step: number): void {
    if (this.run.count === 0) return;
    this.add(step, this.run, this.needsSketch ? this.sketch.close() : undefined);
    this.run.reset();
  }

  private add(number: number, part: StepPart, sketch: ClosedSketch | undefined): void {
    let step = this.steps.get(number);
    if (!step) {
      this.budget.spend(1);
      step = { moments: new Moments(), sketches: [] };
      this.steps.set(number, step);
    }
    addPart(step.moments, part);
    if (!this.needsSketch || !sketch) return;
    step.sketches.push(sketch);
    if (step.sketches.length === mostSketches) this.putTogether(step.sketches);
  }

  private putTogether(sketches: ClosedSketch[]): void {
    for (const sketch of sketches.splice(0)) this.sketch.merge(sketch);
    sketches.push(this.sketch.close());
  }
}

function partOf(buckets: BucketColumns, i: number, firstAt: number, lastAt: number): StepPart {
  const { count, sum, m2, min, max, first, last } = buckets;
  return {
    count: count[i]!,
    sum: sum[i]!,
    m2: m2[i]!,
    min: min[i]!,
    max: max[i]!,
    first: first[i]!,
    last: last[i]!,
    firstAt,
    lastAt,
  };
}
