import * as v from 'valibot';
import { aggregates, type HistoryRequest } from '../history';
import type { MarksRequest } from '../marks';
import { time } from './time';

/** What a chart can show of the past, and more than it needs; the engine would refuse far larger answers only later. */
const mostPoints = 20_000;
const dayMs = 86_400_000;

const whole = (least: number, most: number): v.GenericSchema<number> =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export const historyRequest = v.pipe(
  v.strictObject({
    metrics: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(128))), v.minLength(1), v.maxLength(64)),
    from: time,
    to: time,
    stepMs: whole(1000, dayMs),
    aggregates: v.pipe(v.array(v.picklist(aggregates)), v.minLength(1), v.maxLength(aggregates.length)),
    isWhole: v.exactOptional(v.literal(true)),
    mostPoints: whole(1, mostPoints),
  }),
  v.check(({ from, to, stepMs }) => to >= from && (to - from) / stepMs <= mostPoints),
) satisfies v.GenericSchema<HistoryRequest>;

export const marksRequest = v.pipe(
  v.strictObject({ from: time, to: time }),
  v.check(({ from, to }) => to >= from),
) satisfies v.GenericSchema<MarksRequest>;
