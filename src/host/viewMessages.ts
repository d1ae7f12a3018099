import * as v from 'valibot';
import type { AlertCommand } from '../protocol/alerts';
import { aggregates, type HistoryRequest } from '../protocol/history';
import { viewCommands, type FromView } from '../protocol/viewLink';

/** What a chart can show of the past, and more than it needs; the engine would refuse far larger answers only later. */
const mostPoints = 20_000;
const dayMs = 86_400_000;
/** Ids of alerts are 16 characters; those of a later version may be longer. */
const longestId = 128;
/** The last moment that a date can be. */
const latest = 8.64e15;

const whole = (least: number, most: number): v.GenericSchema<number> =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(latest));

const historyRequest = v.pipe(
  v.strictObject({
    metrics: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(128))), v.minLength(1), v.maxLength(64)),
    from: time,
    to: time,
    stepMs: whole(1000, dayMs),
    aggregates: v.pipe(v.array(v.picklist(aggregates)), v.minLength(1), v.maxLength(aggregates.length)),
    mostPoints: whole(1, mostPoints),
  }),
  v.check(({ from, to, stepMs }) => to >= from && (to - from) / stepMs <= mostPoints),
) satisfies v.GenericSchema<HistoryRequest>;

const alert = v.pipe(v.string(), v.minLength(1), v.maxLength(longestId));
const alertCommand = v.variant('kind', [
  v.strictObject({ kind: v.literal('acknowledge'), alert }),
  v.strictObject({ kind: v.literal('silence'), alert, until: v.union([time, v.literal('resolved')]) }),
  v.strictObject({ kind: v.literal('unsilence'), alert }),
]) satisfies v.GenericSchema<AlertCommand>;

const fromView = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('command'), command: v.picklist(viewCommands) }),
  v.strictObject({ type: v.literal('history'), question: whole(0, 0x7fffffff), request: historyRequest }),
  v.strictObject({ type: v.literal('alert'), command: alertCommand }),
]) satisfies v.GenericSchema<FromView>;

/** What a view said, or undefined if it is nothing that a view may say. */
export function parseFromView(message: unknown): FromView | undefined {
  const result = v.safeParse(fromView, message);
  return result.success ? result.output : undefined;
}
