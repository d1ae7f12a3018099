import type { Aggregation } from '../../../protocol/rules/rule';
import type { Moments } from '../moments';

/**
 * What one aggregation keeps of some samples: `size` numbers, the first of them their count. Two neighbouring stretches
 * come to one; nothing is ever taken away, so nothing is lost to cancellation.
 */
export interface Fold {
  readonly size: number;
  write(cells: Float64Array, at: number, samples: Moments): void;
  /** Writes what two stretches come to; `to` may be one of them. */
  join(cells: Float64Array, older: number, newer: number, to: number): void;
  value(cells: Float64Array, at: number): number;
}

/** Aggregations that need no distribution. */
export type FoldedAggregation = Exclude<Aggregation, `p${number}`>;

const count: Fold = {
  size: 1,
  write: (cells, at, samples) => {
    cells[at] = samples.count;
  },
  join: (cells, older, newer, to) => {
    cells[to] = cells[older]! + cells[newer]!;
  },
  value: (cells, at) => cells[at]!,
};

const sum: Fold = {
  size: 2,
  write: (cells, at, samples) => {
    cells[at] = samples.count;
    cells[at + 1] = samples.sum;
  },
  join: (cells, older, newer, to) => {
    cells[to] = cells[older]! + cells[newer]!;
    cells[to + 1] = cells[older + 1]! + cells[newer + 1]!;
  },
  value: (cells, at) => cells[at + 1]!,
};

const avg: Fold = { ...sum, value: (cells, at) => cells[at + 1]! / cells[at]! };

const min: Fold = {
  size: 2,
  write: (cells, at, samples) => {
    cells[at] = samples.count;
    cells[at + 1] = samples.min;
  },
  join: (cells, older, newer, to) => {
    cells[to] = cells[older]! + cells[newer]!;
    cells[to + 1] = Math.min(cells[older + 1]!, cells[newer + 1]!);
  },
  value: (cells, at) => cells[at + 1]!,
};

const max: Fold = {
  size: 2,
  write: (cells, at, samples) => {
    cells[at] = samples.count;
    cells[at + 1] = samples.max;
  },
  join: (cells, older, newer, to) => {
    cells[to] = cells[older]! + cells[newer]!;
    cells[to + 1] = Math.max(cells[older + 1]!, cells[newer + 1]!);
  },
  value: (cells, at) => cells[at + 1]!,
};

const last: Fold = {
  size: 2,
  write: (cells, at, samples) => {
    cells[at] = samples.count;
    cells[at + 1] = samples.last;
  },
  join: (cells, older, newer, to) => {
    cells[to] = cells[older]! + cells[newer]!;
    cells[to + 1] = cells[newer + 1]!;
  },
  value: (cells, at) => cells[at + 1]!,
};

/** Count, mean, and squared distances from it, joined as in `Moments`. */
const stddev: Fold = {
  size: 3,
  write: (cells, at, samples) => {
    cells[at] = samples.count;
    cells[at + 1] = samples.mean;
    cells[at + 2] = samples.m2;
  },
  join: (cells, older, newer, to) => {
    const before = cells[older]!;
    const after = cells[newer]!;
    const all = before + after;
    const distance = cells[newer + 1]! - cells[older + 1]!;
    const mean = cells[older + 1]! + (distance * after) / all;
    const m2 = cells[older + 2]! + cells[newer + 2]! + (distance * distance * before * after) / all;
    cells[to] = all;
    cells[to + 1] = mean;
    cells[to + 2] = m2;
  },
  value: (cells, at) => Math.sqrt(Math.max(0, cells[at + 2]! / cells[at]!)),
};

/** Count, then value and time of the first sample, then of the last. */
const ends: Fold = {
  size: 5,
  write: (cells, at, samples) => {
    cells[at] = samples.count;
    cells[at + 1] = samples.first;
    cells[at + 2] = samples.firstAt;
    cells[at + 3] = samples.last;
    cells[at + 4] = samples.lastAt;
  },
  join: (cells, older, newer, to) => {
    const all = cells[older]! + cells[newer]!;
    const first = cells[older + 1]!;
    const firstAt = cells[older + 2]!;
    const lastValue = cells[newer + 3]!;
    const lastAt = cells[newer + 4]!;
    cells[to] = all;
    cells[to + 1] = first;
    cells[to + 2] = firstAt;
    cells[to + 3] = lastValue;
    cells[to + 4] = lastAt;
  },
  value: (cells, at) => cells[at + 3]! - cells[at + 1]!,
};

const rate: Fold = {
  ...ends,
  value: (cells, at) => {
    const seconds = (cells[at + 4]! - cells[at + 2]!) / 1000;
    return seconds > 0 ? (cells[at + 3]! - cells[at + 1]!) / seconds : 0;
  },
};

/** The fold of each aggregation. */
export const folds: Readonly<Record<FoldedAggregation, Fold>> = {
  avg,
  min,
  max,
  last,
  sum,
  count,
  rate,
  change: ends,
  stddev,
};
