import type { MetricId } from '../../../src/protocol/catalogue';
import type { Aggregate, HistoryAnswer, HistorySeries } from '../../../src/protocol/history';
import type { Column } from '../column';
import { seriesKey, type DrawnSeries, type LineInfo, type LineSource } from '../lineTrace';
import type { SeriesStore } from '../seriesStore';
import { worthOfValues } from '../shownValue';
import { PastTrace } from './pastTrace';
import { Steps, type StepColumns } from './steps';
import { sumOfSteps } from './sumOfSteps';

/** What a question asks to be made of each step, in the order of the columns of its answer. */
export const pastAggregates = ['avg', 'min', 'max', 'count'] as const satisfies readonly Aggregate[];

export interface PastMetrics {
  /** Metrics whose past is shown. */
  readonly drawn: readonly MetricId[];
  /** Those of them of which also the sum over all their series is shown. */
  readonly summed: readonly MetricId[];
}

class PastLine {
  readonly trace: PastTrace;
  /** Time of the newest sample that is in the steps, ms since 1970. */
  taken: number;

  constructor(
    readonly steps: Steps,
    upTo: number,
  ) {
    this.trace = new PastTrace(steps);
    this.taken = upTo;
  }

  /** Takes in the live samples that are newer than what it has. */
  extend(column: Column): void {
    for (let row = column.firstFrom(this.taken); row < column.length; row++) {
      const time = column.timeAt(row);
      if (time <= this.taken) continue;
      this.steps.take(time, column.valueAt(row));
      this.taken = time;
    }
  }
}

class PastSeries extends PastLine implements DrawnSeries {
  constructor(
    public info: LineInfo,
    stepMs: number,
    upTo: number,
  ) {
    super(new Steps(stepMs, true), upTo);
  }
}

/** The past of the drawn series in steps of one length: answers of the store, and live samples after them. */
export class PastStore implements LineSource {
  private readonly byMetric = new Map<string, PastSeries[]>();
  private readonly byKey = new Map<string, PastSeries>();
  private readonly sums: ReadonlyMap<string, PastLine>;
  private arrangedFor = -1;

  /** @param upTo Time until which the store has answered, ms since 1970. */
  constructor(
    readonly stepMs: number,
    private readonly metrics: PastMetrics,
    public upTo: number,
  ) {
    this.sums = new Map(metrics.summed.map((metric) => [metric, new PastLine(new Steps(stepMs, false), upTo)]));
  }

  get seriesCount(): number {
    return this.byKey.size;
  }

  all(metric: MetricId): readonly DrawnSeries[] {
    return this.byMetric.get(metric) ?? [];
  }

  one(metric: MetricId): DrawnSeries | undefined {
    return this.all(metric)[0];
  }

  sum(metric: MetricId): PastTrace | undefined {
    return this.sums.get(metric)?.trace;
  }

  /** Takes an answer in; it knows best about everything from its beginning on. Forgets the steps before `keepFrom`. */
  take(answer: HistoryAnswer, keepFrom: number): void {
    this.upTo = answer.to;
    const told = new Map(answer.series.map((one) => [seriesKey(one), one]));
    for (const [key, one] of told) this.know(key, infoOf(one)).info = infoOf(one);
    for (const [key, series] of this.byKey) {
      const one = told.get(key);
      series.steps.replace(keepFrom, answer.from, one && columnsOf(one));
      series.taken = answer.to;
    }
    this.arrangedFor = -1;
    for (const [metric, sum] of this.sums) this.addUp(metric, sum);
  }

  /** Takes in what has been sampled since, and puts the series in the order in which live views show them. */
  extend(live: SeriesStore): void {
    const isArranged = live.revision === this.arrangedFor;
    this.arrangedFor = live.revision;
    for (const metric of this.metrics.drawn) {
      const order: PastSeries[] = [];
      for (const { info, trace } of live.all(metric)) {
        const series = this.know(seriesKey(info), info);
        order.push(series);
        if (trace.column) series.extend(trace.column);
      }
      if (!isArranged) this.arrange(metric, order);
    }
    for (const metric of this.metrics.summed) {
      const column = live.sum(metric)?.column;
      if (column) this.sums.get(metric)?.extend(column);
    }
  }

  private know(key: string, info: LineInfo): PastSeries {
    const known = this.byKey.get(key);
    if (known) return known;
    const series = new PastSeries(info, this.stepMs, this.upTo);
    this.byKey.set(key, series);
    const siblings = this.byMetric.get(info.metric);
    if (siblings) siblings.push(series);
    else this.byMetric.set(info.metric, [series]);
    return series;
  }

  private arrange(metric: MetricId, first: readonly PastSeries[]): void {
    const rest = (this.byMetric.get(metric) ?? []).filter((series) => !first.includes(series));
    if (first.length + rest.length > 0) this.byMetric.set(metric, [...first, ...rest]);
  }

  private addUp(metric: string, sum: PastLine): void {
    const parts = this.byMetric.get(metric) ?? [];
    sum.steps.replace(Infinity, Infinity, sumOfSteps(parts.map(({ steps }) => steps)));
    sum.taken = this.upTo;
  }
}

function infoOf({ metric, labels, unit, quality, reason, values }: HistorySeries): LineInfo {
  const hasValues = values[0]?.some((value) => !Number.isNaN(value)) ?? false;
  const worth = { quality, ...(reason === undefined ? {} : { reason }) };
  return { metric, labels, unit, ...(hasValues ? worthOfValues(worth) : worth) };
}

/** undefined for an answer to another question, with other columns. */
function columnsOf({ times, values }: HistorySeries): StepColumns | undefined {
  if (values.length !== pastAggregates.length) return undefined;
  const [means, lows, highs, counts] = values as readonly [Float64Array, Float64Array, Float64Array, Float64Array];
  return { times, means, lows, highs, counts };
}
