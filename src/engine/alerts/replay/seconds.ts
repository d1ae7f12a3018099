import type { HistorySeries } from '../../../protocol/history';
import type { Series } from '../../metrics/series';
import { Moments } from '../../windows/moments';
import { binOf, SketchBuilder, type ClosedSketch } from '../../windows/sketch';

/** Columns of an answer about steps, in the order in which they have to be asked for. */
export const stepColumns = ['count', 'sum', 'min', 'max', 'first', 'last', 'stddev'] as const;

/** Takes a second of a series that is over, or a longer step that stands for it. */
export type TakeSecond = (series: Series, second: number, moments: Moments, sketch: ClosedSketch) => void;

/** Goes through the recorded past of one series second by second. What it hands over is used again. */
export class SeriesSeconds {
  private readonly moments = new Moments();
  private readonly sketch = new SketchBuilder();
  private at = 0;

  /** @param stepMs 0: `past` holds samples, else the columns of `stepColumns`. */
  constructor(
    readonly series: Series,
    private readonly past: HistorySeries,
    private readonly stepMs: number,
  ) {}

  /** The first second that has not been told, in s since 1970; Infinity at the end. */
  get next(): number {
    const time = this.past.times[this.at];
    return time === undefined ? Infinity : Math.floor(time / 1000);
  }

  /** Tells the next second. */
  tell(take: TakeSecond): void {
    const second = this.next;
    this.moments.reset();
    if (this.stepMs === 0) this.takeSamples(second);
    else this.takeStep();
    if (this.moments.count > 0) take(this.series, second, this.moments, this.sketch.close());
  }

  private takeSamples(second: number): void {
    const { times, values } = this.past;
    const column = values[0]!;
    for (; this.at < times.length && Math.floor(times[this.at]! / 1000) === second; this.at++) {
      const value = column[this.at]!;
      if (Number.isNaN(value)) continue;
      this.moments.add(times[this.at]!, value);
      this.sketch.add(binOf(value), 1);
    }
  }

  /** Of a step only its mean is known as a quantile, with the weight of its samples. */
  private takeStep(): void {
    const { times, values } = this.past;
    const at = this.at++;
    const of = (column: (typeof stepColumns)[number]): number => values[stepColumns.indexOf(column)]![at]!;
    const count = of('count');
    if (!(count > 0)) return;
    const { moments } = this;
    const mean = of('sum') / count;
    moments.count = count;
    moments.sum = of('sum');
    moments.mean = mean;
    moments.m2 = of('stddev') ** 2 * count;
    moments.min = of('min');
    moments.max = of('max');
    moments.first = of('first');
    moments.last = of('last');
    moments.firstAt = times[at]!;
    moments.lastAt = times[at]! + this.stepMs - 1;
    this.sketch.add(binOf(mean), count);
  }
}
