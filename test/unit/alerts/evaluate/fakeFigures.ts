import type { Series } from '../../../../src/engine/metrics/series';
import type { Figure, FigureSource, FigureSpec } from '../../../../src/engine/windows/rolling/figure';

/** Figures that a test sets: of a series for one way of measuring, or for all. Counts what is open. */
export class FakeFigures implements FigureSource {
  readonly newest = new Map<Series, number>();
  readonly specs: FigureSpec[] = [];
  /** Called for every value that is read. */
  read: () => void = () => undefined;
  private readonly values = new Map<string, number>();
  private readonly counts = new Map<string, number>();
  private readonly sinces = new Map<string, number>();
  private readonly opened = new Map<string, number>();

  set(series: Series, value: number, spec?: Partial<FigureSpec>): void {
    this.values.set(spec ? keyOf(series, { ...plain, ...spec }) : String(series.id), value);
  }

  setSamples(series: Series, spec: Partial<FigureSpec>, count: number): void {
    this.counts.set(keyOf(series, { ...plain, ...spec }), count);
  }

  /** Time of the oldest sample; without it, windows were watched for ever. */
  setSince(series: Series, spec: Partial<FigureSpec>, since: number): void {
    this.sinces.set(keyOf(series, { ...plain, ...spec }), since);
  }

  sinceOf(series: Series, spec: FigureSpec): number {
    return this.sinces.get(keyOf(series, spec)) ?? -Infinity;
  }

  valueOf(series: Series, spec: FigureSpec): number {
    return this.values.get(keyOf(series, spec)) ?? this.values.get(String(series.id)) ?? NaN;
  }

  samplesOf(series: Series, spec: FigureSpec): number {
    return this.counts.get(keyOf(series, spec)) ?? 1000;
  }

  open(series: Series, spec: FigureSpec): Figure {
    const key = keyOf(series, spec);
    this.specs.push(spec);
    this.opened.set(key, (this.opened.get(key) ?? 0) + 1);
    return {
      value: () => {
        this.read();
        return this.valueOf(series, spec);
      },
      samples: () => this.samplesOf(series, spec),
      since: () => this.sinceOf(series, spec),
    };
  }

  close(series: Series, spec: FigureSpec): void {
    const key = keyOf(series, spec);
    const count = this.opened.get(key);
    if (count === undefined) throw new Error(`Closed what is not open: ${series.metric} ${key}.`);
    if (count === 1) this.opened.delete(key);
    else this.opened.set(key, count - 1);
  }

  newestAt(series: Series): number | undefined {
    return this.newest.get(series);
  }

  get openCount(): number {
    let sum = 0;
    for (const count of this.opened.values()) sum += count;
    return sum;
  }
}

const plain: FigureSpec = { aggregation: 'avg', windowMs: 10_000, offsetMs: 0 };

function keyOf(series: Series, { aggregation, windowMs, offsetMs, ignoresZero = false }: FigureSpec): string {
  return [series.id, aggregation, windowMs, offsetMs, ignoresZero].join('|');
}
