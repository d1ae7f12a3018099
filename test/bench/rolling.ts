import { metricIds } from '../../src/protocol/catalogue';
import type { Series } from '../../src/engine/metrics/series';
import { SeriesRegistry } from '../../src/engine/metrics/seriesRegistry';
import { Moments } from '../../src/engine/windows/moments';
import type { Figure, FigureSpec } from '../../src/engine/windows/rolling/figure';
import { RollingFigures } from '../../src/engine/windows/rolling/rollingFigures';
import { binOf, type ClosedSketch, SketchBuilder } from '../../src/engine/windows/sketch';
import { median } from './meter';

export interface RollingCost {
  readonly what: string;
  readonly figures: number;
  /** Taking in a second, and reading the figure once, ns a figure. */
  readonly feedNs: number;
  readonly valueNs: number;
  /** Both for all figures, ms of CPU a second. */
  readonly secondMs: number;
  readonly bytes: number;
}

const start = 1_700_000_000;
const samplesPerSecond = 10;
/** So many different seconds are fed over and over. */
const differentSeconds = 600;

interface Second {
  readonly moments: Moments;
  readonly sketch: ClosedSketch;
}

/** What rules ask for: half of it is the average of 10 s. */
const mixed: readonly FigureSpec[] = [
  ...Array.from({ length: 5 }, () => ({ aggregation: 'avg', windowMs: 10_000, offsetMs: 0 }) as const),
  { aggregation: 'avg', windowMs: 300_000, offsetMs: 0 },
  { aggregation: 'max', windowMs: 60_000, offsetMs: 0 },
  { aggregation: 'change', windowMs: 60_000, offsetMs: 0 },
  { aggregation: 'p95', windowMs: 300_000, offsetMs: 0 },
  { aggregation: 'stddev', windowMs: 3_600_000, offsetMs: 10_000 },
];

/** What figures over rolling windows cost once their windows are full, medians of seconds. @param counts How many figures of a mix. */
export function rollingCosts(counts: readonly number[], seconds: number): readonly RollingCost[] {
  const kinds: readonly FigureSpec[] = [
    { aggregation: 'avg', windowMs: 10_000, offsetMs: 0 },
    { aggregation: 'avg', windowMs: 3_600_000, offsetMs: 0 },
    { aggregation: 'max', windowMs: 300_000, offsetMs: 0 },
    { aggregation: 'rate', windowMs: 60_000, offsetMs: 0 },
    { aggregation: 'stddev', windowMs: 86_400_000, offsetMs: 300_000 },
    { aggregation: 'p95', windowMs: 10_000, offsetMs: 0 },
    { aggregation: 'p95', windowMs: 300_000, offsetMs: 0 },
    { aggregation: 'p50', windowMs: 86_400_000, offsetMs: 300_000 },
  ];
  const pool = madeUpSeconds();
  const nameOf = ({ aggregation, windowMs, offsetMs }: FigureSpec): string =>
    `${aggregation} of ${windowMs / 1000} s${offsetMs > 0 ? `, ${offsetMs / 1000} s ago` : ''}`;
  return [
    ...kinds.map((spec) => costOf(nameOf(spec), [spec], 1000, seconds, pool)),
    ...counts.map((count) => costOf('a mix', mixed, count, seconds, pool)),
  ];
}

function costOf(
  what: string,
  specs: readonly FigureSpec[],
  count: number,
  seconds: number,
  pool: readonly Second[],
): RollingCost {
  const registry = new SeriesRegistry({ perMetric: count, total: count });
  const series = Array.from({ length: count }, (_, i) => registry.open(metricIds[0]!, { n: String(i) }));
  const before = bytesInUse();
  const figures = new RollingFigures({ fast: () => undefined, newestAt: () => undefined });
  const open = series.map((one, i) => figures.open(one, specs[i % specs.length]!));
  // As long as it takes until memory grows no more: the longest window, in seconds where few figures are kept.
  const longest = Math.max(...specs.map(({ windowMs, offsetMs }) => windowMs + offsetMs)) / 1000;
  const stride = Math.max(1, Math.floor(longest / 3600));
  let second = start;
  for (; second < start + longest * 1.1; second += stride) feed(figures, series, second, pool);
  const feeds: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < seconds; i++, second++) {
    feeds.push(
      cpuNs(() => {
        feed(figures, series, second, pool);
      }),
    );
    values.push(
      cpuNs(() => {
        read(open, (second + 1) * 1000);
      }),
    );
  }
  const bytes = (bytesInUse() - before) / count;
  const both = feeds.map((ns, i) => ns + values[i]!);
  if (figures.wants(series[0]!) && open[0]!.samples(second * 1000) === 0) throw new Error('A figure has no samples.');
  return {
    what,
    figures: count,
    feedNs: median(feeds) / count,
    valueNs: median(values) / count,
    secondMs: median(both) / 1e6,
    bytes,
  };
}

function feed(figures: RollingFigures, series: readonly Series[], second: number, pool: readonly Second[]): void {
  for (let i = 0; i < series.length; i++) {
    const { moments, sketch } = pool[(second * 7 + i) % pool.length]!;
    figures.secondClosed(series[i]!, second, moments, sketch);
  }
}

function read(open: readonly Figure[], now: number): void {
  let known = 0;
  for (const figure of open) if (!Number.isNaN(figure.value(now))) known++;
  if (known === 0) throw new Error('No figure has a value, so there is no cost to find.');
}

/** Seconds of samples that wander by a few percent, as most do. */
function madeUpSeconds(): Second[] {
  return Array.from({ length: differentSeconds }, (_, s) => {
    const moments = new Moments();
    const sketch = new SketchBuilder();
    for (let i = 0; i < samplesPerSecond; i++) {
      const value = 40 + 25 * Math.sin(s / 30) + 4 * Math.sin(s * 13 + i * 7);
      moments.add(s * 1000 + (i * 1000) / samplesPerSecond, value);
      sketch.add(binOf(value), 1);
    }
    return { moments, sketch: sketch.close() };
  });
}

/** CPU of this process, so that others on the machine do not count. */
function cpuNs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

function bytesInUse(): number {
  global.gc?.();
  global.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
