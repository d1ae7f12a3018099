import * as v from 'valibot';
import { duration } from '../../text/durations';
import { dayMs, secondMs } from '../limits';
import { aggregations, operators } from '../rule';
import { oneOf, real, whole } from '../../text/valueShapes';
import { labels, metric, setting } from './parts';

const window = duration(secondMs, dayMs);
const aggregation = oneOf(aggregations);
const ignoreZero = v.optional(v.boolean('true or false'));
const selector = { metric, labels: v.optional(labels) };

/** A comparison. What it compares with has a shape of its own. */
export const compareShape = v.object({
  ...selector,
  operator: oneOf(operators),
  value: v.optional(v.unknown()),
  window: v.optional(window),
  aggregation: v.optional(aggregation),
  ignore_zero: ignoreZero,
  baseline: v.optional(v.unknown()),
  clear: v.optional(v.unknown()),
});

export const absentShape = v.object({ ...selector, absent: window });

const number = v.number('a number');
export const rangeShape = v.tuple([number, number], 'two numbers such as [10, 20]');
export const levelsShape = v.object({ warning: v.unknown(), critical: v.unknown() });
export const settingShape = v.object({ setting });
export const otherMetricShape = v.object({
  ...selector,
  aggregation: v.optional(aggregation),
  window: v.optional(window),
  ignore_zero: ignoreZero,
  factor: v.optional(real(-1e15, 1e15)),
  plus: v.optional(real(-1e15, 1e15)),
});

const factor = v.optional(real(-1000, 1000));
const deviations = v.optional(real(0, 100));
export const baselineShape = v.object({
  window,
  offset: v.optional(duration(0, dayMs)),
  aggregation: v.optional(aggregation),
  factor,
  deviations,
  least_samples: v.optional(whole(1, 1_000_000_000)),
});
export const baselineClearShape = v.object({ factor, deviations });
