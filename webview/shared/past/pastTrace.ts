import type { Figure, LineTrace } from '../lineTrace';
import type { PointBuffer } from '../pointBuffer';
import type { StepView } from './stepView';

/** A line of means over steps of the past. */
export class PastTrace implements LineTrace {
  constructor(readonly steps: StepView) {}

  get isEmpty(): boolean {
    return this.steps.length === 0;
  }

  /** A mean stands in the middle of its step, so that the line does not run ahead of what it shows. */
  fill(from: number, to: number, _bucketMs: number, out: PointBuffer): number {
    const { steps } = this;
    const { stepMs, gapMs } = steps;
    out.begin();
    let greatest = -Infinity;
    let before = NaN;
    let run = 0;
    // One step more on the left, so that the line comes in from the edge.
    for (let row = Math.max(0, steps.firstFrom(from) - 1); row < steps.length; row++) {
      const time = steps.timeAt(row);
      if (time > to) break;
      if (time - before > gapMs) {
        if (run === 1) out.push(before + stepMs, out.lastY);
        out.push((before + stepMs + time) / 2, NaN);
        run = 0;
      }
      const mean = steps.meanAt(row);
      out.push(middleOf(time, stepMs, to), mean);
      const high = steps.highAt(row);
      greatest = Math.max(greatest, Number.isFinite(high) ? high : mean);
      before = time;
      run++;
    }
    // One step alone makes no line; a dash as wide as the step shows that it was there.
    if (run === 1) out.push(Math.min(to, before + stepMs), out.lastY);
    out.end();
    return greatest;
  }

  valueNear(time: number): number {
    const row = this.rowNear(time);
    return row < 0 ? NaN : this.steps.meanAt(row);
  }

  figureNear(time: number): Figure {
    const row = this.rowNear(time);
    if (row < 0) return { value: NaN };
    const { steps } = this;
    return figure(steps.meanAt(row), steps.lowAt(row), steps.highAt(row));
  }

  /** The mean of all samples of the stretch, not of the steps, some of which hold fewer. */
  figureOf(from: number, to: number): Figure {
    const { steps } = this;
    let sum = 0;
    let count = 0;
    let low = Infinity;
    let high = -Infinity;
    for (let row = steps.firstFrom(from); row < steps.length && steps.timeAt(row) <= to; row++) {
      sum += steps.meanAt(row) * steps.countAt(row);
      count += steps.countAt(row);
      low = Math.min(low, steps.lowAt(row));
      high = Math.max(high, steps.highAt(row));
    }
    return count === 0 ? { value: NaN } : figure(sum / count, low, high);
  }

  /** The step that a time lies in, or the one before it while the time since is no gap. */
  private rowNear(time: number): number {
    const { steps } = this;
    const at = steps.firstFrom(time);
    const row = at < steps.length && steps.timeAt(at) === time ? at : at - 1;
    return row >= 0 && time - steps.timeAt(row) < steps.gapMs ? row : -1;
  }
}

/** Where the mean of a step stands; the newest step ends where the picture does. */
export function middleOf(start: number, stepMs: number, to: number): number {
  return (start + Math.max(start, Math.min(start + stepMs, to))) / 2;
}

function figure(value: number, low: number, high: number): Figure {
  return Number.isFinite(low) && Number.isFinite(high) ? { value, low, high } : { value };
}
