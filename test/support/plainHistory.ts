import assert from 'node:assert/strict';
import type { Aggregate, HistoryAnswer, HistoryRequest, HistorySeries } from '../../src/protocol/history';
import { matchesAny } from '../../src/protocol/glob';
import { storedKey } from '../../src/engine/store/storedSeries';
import type { PlainSample } from './storedPast';

/** Checks an answer against all samples, computed the slow and obvious way. */
export function assertAnswers(answer: HistoryAnswer, request: HistoryRequest, samples: readonly PlainSample[]): void {
  const { stepMs } = answer;
  const from = stepMs === 0 ? request.from : Math.floor(request.from / stepMs) * stepMs;
  const isInside = ({ time }: PlainSample): boolean =>
    time >= from && (stepMs === 0 ? time <= request.to : time < (Math.floor(request.to / stepMs) + 1) * stepMs);
  const wanted = samples.filter((sample) => matchesAny(request.metrics, sample.metric) && isInside(sample));
  const startOf = (time: number): number => (request.isWhole === true ? from : Math.floor(time / stepMs) * stepMs);
  const mixed = mixedSteps(samples.filter(isInside), startOf);
  const bySeries = grouped(wanted, ({ key }) => key);
  const everOf = grouped(samples, ({ key }) => key);
  // A series without a value in the range may be told of or not: its group's rows are gaps of it.
  const told = answer.series.filter(hasValue);
  for (const series of answer.series)
    if (!hasValue(series) && stepMs > 0) assert.equal(series.quality, 'unavailable', keyOf(series));
  const known = [...bySeries].filter(([, own]) => own.some(({ value }) => !Number.isNaN(value)));
  assert.deepEqual(told.map(keyOf), known.map(([key]) => key).sort());
  for (const series of told) {
    const own = bySeries.get(keyOf(series))!.toSorted((a, b) => a.time - b.time);
    for (const column of series.values) assert.equal(column.length, series.times.length);
    if (stepMs === 0 && request.isWhole !== true) assertSamples(series, request.aggregates, own);
    else {
      const ever = everOf.get(keyOf(series))!;
      assertSteps(series, request.aggregates, stepMs, { own, slowestMs: slowestPeriod(ever) }, startOf, mixed);
    }
  }
}

/** Steps in which a run has samples earlier than those of a run before it: where a clock was set back. */
function mixedSteps(samples: readonly PlainSample[], startOf: (time: number) => number): ReadonlySet<number> {
  const mixed = new Set<number>();
  for (const [start, step] of grouped(samples, ({ time }) => startOf(time))) {
    let earlierRuns = -Infinity;
    let latest = -Infinity;
    let current = NaN;
    for (const { run, time } of step) {
      if (run !== current) earlierRuns = latest;
      current = run;
      if (time <= earlierRuns) mixed.add(start);
      latest = Math.max(latest, time);
    }
  }
  return mixed;
}

function slowestPeriod(samples: readonly PlainSample[]): number {
  return samples.reduce((slowest, { hz }) => Math.max(slowest, 1000 / hz), 0);
}

function hasValue({ values }: HistorySeries): boolean {
  return values.some((column) => column.some((value) => !Number.isNaN(value)));
}

function keyOf({ metric, labels }: HistorySeries): string {
  return storedKey(metric, labels);
}

/** Every value, and of those that are missing the first in a row. */
function assertSamples(
  { times, values }: HistorySeries,
  aggregates: readonly Aggregate[],
  own: readonly PlainSample[],
): void {
  const told: PlainSample[] = [];
  for (const sample of own)
    if (!Number.isNaN(sample.value) || !Number.isNaN(told.at(-1)?.value ?? NaN)) told.push(sample);
  // Where runs overlap in time, each has gaps of its own, and once a series left its group the group's rows are gaps of
  // it; only the values can be compared then.
  const isMixed = own.some(({ run }, i) => run < (own[i - 1]?.run ?? -Infinity));
  const ownTimes = new Set(own.map(({ time }) => time));
  const hasLeft = times.some((time, row) => Number.isNaN(values[0]![row]!) && !ownTimes.has(time));
  const counts = (value: number): boolean => !(isMixed || hasLeft) || !Number.isNaN(value);
  const shown = told.filter(({ value }) => counts(value));
  const rows = [...times.keys()].filter((row) => counts(values[0]![row]!));
  assert.deepEqual(
    rows.map((row) => times[row]),
    shown.map(({ time }) => time),
  );
  for (const [i, aggregate] of aggregates.entries())
    assert.deepEqual(
      rows.map((row) => values[i]![row]),
      shown.map(({ value }) => (Number.isNaN(value) ? NaN : ofOne(aggregate, value))),
    );
}

function ofOne(aggregate: Aggregate, value: number): number {
  if (aggregate === 'count') return 1;
  return ['change', 'rate', 'stddev'].includes(aggregate) ? 0 : value;
}

function grouped<T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}

function assertSteps(
  { times, values, quality }: HistorySeries,
  aggregates: readonly Aggregate[],
  stepMs: number,
  { own, slowestMs }: { readonly own: readonly PlainSample[]; readonly slowestMs: number },
  startOf: (time: number) => number,
  mixed: ReadonlySet<number>,
): void {
  const steps = grouped(
    own.filter(({ value }) => !Number.isNaN(value)),
    ({ time }) => startOf(time),
  );
  const expected: number[] = [];
  const period = slowestPeriod(own);
  for (const start of steps.keys()) {
    const end = expected.length === 0 ? Infinity : expected.at(-1)! + stepMs;
    const missing = start > end ? start - end : 0;
    // Rows in which its group had become slower, and lost it, may lie in one chunk with rows that it is in.
    const isGap = missing >= 3 * slowestMs || (missing >= 3 * period && times.includes(end));
    if (isGap) expected.push(end);
    expected.push(start);
  }
  assert.deepEqual([...times], expected);
  assert.equal(quality === 'unavailable', steps.size === 0);
  for (const [row, start] of expected.entries()) {
    const step = steps.get(start);
    for (const [i, aggregate] of aggregates.entries()) {
      const value = values[i]![row]!;
      if (!step) assert.ok(Number.isNaN(value));
      else assertAggregate(aggregate, value, step, start, mixed.has(start));
    }
  }
}

/** @param isMixed Whether runs overlap in the step, be it without this series: they have a part in its group's times. */
function assertAggregate(
  aggregate: Aggregate,
  found: number,
  step: readonly PlainSample[],
  start: number,
  isMixed: boolean,
): void {
  const what = `${aggregate} of ${step[0]!.key} at ${start}: ${found}`;
  const values = step.map(({ value }) => value);
  // A group that went to another pace and back has its rows in two chunks, which overlap in time as runs do.
  const runs = [...grouped(step, ({ run, hz }) => `${run} ${hz}`).values()];
  const power = 10 ** step[0]!.decimals;
  const sum = values.reduce((total, value) => total + Math.round(value * power), 0) / power;
  const near = (expected: number, tolerance: number): void => {
    assert.ok(Math.abs(found - expected) <= tolerance, `${what} is not ${expected}`);
  };
  switch (aggregate) {
    case 'count':
      assert.equal(found, values.length, what);
      return;
    case 'min':
      assert.equal(found, Math.min(...values), what);
      return;
    case 'max':
      assert.equal(found, Math.max(...values), what);
      return;
    case 'sum':
      assert.equal(found, sum, what);
      return;
    case 'avg':
      assert.equal(found, sum / values.length, what);
      return;
    case 'stddev': {
      const mean = sum / values.length;
      const spread = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
      near(spread, 0.005 * spread + 1e-6 * Math.max(...values.map(Math.abs)));
      return;
    }
    // Of runs that overlap in time a bucket knows no better than when its group began and ended.
    case 'first':
      assert.ok((isMixed ? values : runs.map((run) => run[0]!.value)).includes(found), what);
      return;
    case 'last':
      assert.ok((isMixed ? values : runs.map((run) => run.at(-1)!.value)).includes(found), what);
      return;
    case 'change':
      if (runs.length === 1 && !isMixed) assert.equal(found, values.at(-1)! - values[0]!, what);
      return;
    case 'rate': {
      const seconds = (step.at(-1)!.time - step[0]!.time) / 1000;
      const rate = seconds > 0 ? (values.at(-1)! - values[0]!) / seconds : 0;
      if (runs.length === 1 && !isMixed) assert.equal(Math.sign(found), Math.sign(rate), what);
      return;
    }
    case 'p50':
    case 'p95':
    case 'p99': {
      const sorted = values.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(1, Math.ceil((Number(aggregate.slice(1)) / 100) * sorted.length)) - 1]!;
      near(exact, 0.0101 * Math.abs(exact));
    }
  }
}
