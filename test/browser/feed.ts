import type { MetricId } from '../../src/protocol/catalogue';
import { catalogue } from '../../src/protocol/catalogue';
import { matchesGlob } from '../../src/protocol/glob';
import type { Aggregate, HistoryAnswer, HistoryRequest, HistorySeries } from '../../src/protocol/history';
import type { Labels, Origin, Quality, SeriesInfo } from '../../src/protocol/metric';
import type { ToView } from '../../src/protocol/viewLink';

const samplesAStep = 12;

type Signal = (time: number) => number;

interface FedSeries {
  readonly info: SeriesInfo;
  readonly group: number;
  readonly signal: Signal;
}

/** Rows with plain arrays, as they travel to a page; there they become typed ones. */
export interface PlainRows {
  readonly group: number;
  readonly timestamps: number[];
  readonly series: number[];
  readonly values: (number | null)[];
}

/** An answer about the past with plain arrays; null stands for NaN. */
export interface PlainAnswer extends Omit<HistoryAnswer, 'series'> {
  readonly series: (Omit<HistorySeries, 'times' | 'values'> & {
    readonly times: number[];
    readonly values: (number | null)[][];
  })[];
}

export type PlainMessage =
  | Exclude<ToView, { type: 'rows' | 'history' }>
  | { readonly type: 'rows'; readonly rows: PlainRows[] }
  | { readonly type: 'history'; readonly question: number; readonly answer: PlainAnswer };

/** Stands in for an engine: series whose values are functions of time, in groups with rates of their own. */
export class Feed {
  private readonly series: FedSeries[] = [];
  private readonly periods: number[] = [];

  /** A group of series that are sampled together every so many ms. */
  group(periodMs: number): number {
    this.periods.push(periodMs);
    return this.periods.length - 1;
  }

  add(
    group: number,
    metric: MetricId,
    labels: Labels,
    signal: Signal,
    quality: Quality = 'measured',
    reason?: string,
    origin?: Origin,
  ): number {
    const id = this.series.length + 1;
    const info = {
      id,
      metric,
      labels,
      unit: catalogue[metric].unit,
      quality,
      ...(reason ? { reason } : {}),
      ...(origin ? { origin } : {}),
    };
    this.series.push({ info, group, signal });
    return id;
  }

  get announcement(): PlainMessage {
    return { type: 'series', series: this.series.map(({ info }) => info) };
  }

  /**
   * What a store answers: what was asked for of each step, from so many samples of the signals as if there were one for
   * each. @param isRecorded Whether anything was recorded in the step that begins at a time.
   */
  answer(request: HistoryRequest, isRecorded: (time: number) => boolean = () => true): PlainAnswer {
    const { metrics, from, to, stepMs, aggregates, isWhole } = request;
    const wanted = this.series.filter(({ info }) => metrics.some((metric) => matchesGlob(metric, info.metric)));
    const times: number[] = [];
    for (let time = Math.ceil(from / stepMs) * stepMs; time <= to; time += stepMs)
      if (isRecorded(time)) times.push(time);
    const series = wanted.map(({ info, signal }) => {
      const { metric, labels, unit, quality, reason } = info;
      const seen = times.map((time) =>
        Array.from({ length: samplesAStep }, (_, at) =>
          signal(Math.floor((time + (at * stepMs) / samplesAStep) / 100) * 100),
        ).filter((value) => !Number.isNaN(value)),
      );
      const steps = isWhole === true ? [seen.flat()] : seen;
      const values = aggregates.map((aggregate) => steps.map((step) => figureOf(aggregate, step)));
      const starts = isWhole === true ? [from] : times;
      return { metric, labels, unit, quality, ...(reason === undefined ? {} : { reason }), times: starts, values };
    });
    return { from, to, stepMs, series };
  }

  /** What the groups sampled after one time and until another, as one message. */
  rows(after: number, until: number): PlainMessage {
    const rows = this.periods.flatMap((period, group): PlainRows[] => {
      const timestamps: number[] = [];
      for (let time = (Math.floor(after / period) + 1) * period; time <= until; time += period) timestamps.push(time);
      const members = this.series.filter((one) => one.group === group);
      if (timestamps.length === 0 || members.length === 0) return [];
      const values = members.flatMap(({ signal }) =>
        timestamps.map((time) => {
          const value = signal(time);
          return Number.isNaN(value) ? null : value;
        }),
      );
      return [{ group, timestamps, series: members.map(({ info }) => info.id), values }];
    });
    return { type: 'rows', rows };
  }
}

function figureOf(aggregate: Aggregate, samples: readonly number[]): number | null {
  const { length } = samples;
  if (aggregate === 'count') return length;
  if (length === 0) return null;
  if (aggregate === 'avg') return samples.reduce((sum, value) => sum + value, 0) / length;
  if (aggregate === 'min') return Math.min(...samples);
  if (aggregate === 'max') return Math.max(...samples);
  if (!aggregate.startsWith('p')) throw new Error(`The feed cannot tell ${aggregate} of a step.`);
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((Number(aggregate.slice(1)) / 100) * length) - 1)]!;
}

/** A number between 0 and 1 that is the same for the same time, and looks like chance. */
export function chance(time: number, salt = 0): number {
  const x = Math.sin(time * 12.9898 + salt * 78.233) * 43758.5453;
  return x - Math.floor(x);
}

/** Moves slowly between 0 and 1. */
export function wave(time: number, periodMs: number, phase = 0): number {
  return 0.5 + 0.5 * Math.sin((2 * Math.PI * time) / periodMs + phase);
}
