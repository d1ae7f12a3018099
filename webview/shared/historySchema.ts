import * as v from 'valibot';
import { aggregates, type HistoryAnswer, type HistorySeries } from '../../src/protocol/history';
import { mostPoints } from './past/pastStep';
import { quality, sentence, text } from './schemaParts';
import { labels, unit } from './seriesSchema';

const mostSeries = 10_000;
const latest = 8.64e15;

const time = v.pipe(v.number(), v.minValue(0), v.maxValue(latest));
const numbers = v.instance(Float64Array);

const series = v.pipe(
  v.object({
    metric: text(128),
    labels,
    unit,
    quality,
    reason: v.exactOptional(sentence),
    times: numbers,
    values: v.pipe(v.array(numbers), v.minLength(1), v.maxLength(aggregates.length)),
  }),
  v.check(({ times, values }) => isAscending(times) && values.every((column) => column.length === times.length)),
) satisfies v.GenericSchema<unknown, HistorySeries>;

/** The past, as long as a view may ask for it. */
export const historyAnswer = v.pipe(
  v.object({
    from: time,
    to: time,
    stepMs: v.pipe(v.number(), v.integer(), v.minValue(1000), v.maxValue(30 * 86_400_000)),
    series: v.pipe(v.array(series), v.maxLength(mostSeries)),
  }),
  v.check(({ from, to }) => from <= to),
  v.check((answer) => answer.series.reduce((sum, { times }) => sum + times.length, 0) <= mostPoints),
) satisfies v.GenericSchema<unknown, HistoryAnswer>;

function isAscending(times: Float64Array): boolean {
  let before = -Infinity;
  for (const time of times) {
    if (!(time > before && time <= latest)) return false;
    before = time;
  }
  return true;
}
