import { setImmediate as turn } from 'node:timers/promises';
import { catalogue } from '../../src/protocol/catalogue';
import type { HistoryAnswer, HistoryRequest } from '../../src/protocol/history';
import type { MetricReader } from '../../src/engine/metrics/reader';
import type { Series } from '../../src/engine/metrics/series';
import { PastCollector } from '../../src/engine/store/query/pastCollector';
import { PointBudget } from '../../src/engine/store/query/pointBudget';
import { rangeOf, type Span } from '../../src/engine/store/query/timeSpans';

/** So much is read of a series before others get the thread, ms. */
const stretchMs = 10_000;
/** All that is in memory was measured in one go. */
const session = 'memory';

/**
 * Answers a question about the past from a reader of samples alone, through the same steps as the store.
 * @throws HistoryRefusal when the answer would have more points than the request allows.
 */
export async function memoryHistory(
  reader: MetricReader,
  now: number,
  request: HistoryRequest,
  signal: AbortSignal,
): Promise<HistoryAnswer> {
  const { from, to, stepMs, mostPoints } = request;
  const range = rangeOf(request);
  const held: Span = { from: Math.max(range.from, reader.since() ?? Infinity), to: Math.min(range.to, now + 1) };
  const budget = new PointBudget(mostPoints, stepMs, Math.max(0, held.to - held.from));
  const collector = new PastCollector(request, stepMs, range, budget);
  for (const series of [...reader.series()]) {
    const stored = storedOf(series);
    if (!collector.wanted(stored)) continue;
    const { quality, reason, origin } = series;
    collector.addState(session, stored, {
      since: -Infinity,
      quality,
      ...(reason === undefined ? {} : { reason }),
      ...(origin === undefined ? {} : { origin }),
    });
    for (let start = held.from; start < held.to; start += stretchMs) {
      const { times, values } = samplesOf(reader, series, { from: start, to: Math.min(start + stretchMs, held.to) });
      collector.addSamples({ session, group: '', hz: 0, times, columns: [{ series: stored, values }] });
      await turn();
      signal.throwIfAborted();
    }
  }
  return { from, to, stepMs, series: collector.finish() };
}

function storedOf({ metric, labels }: Series): Parameters<PastCollector['wanted']>[0] {
  const { unit, decimals } = catalogue[metric];
  return { metric, labels, unit, decimals };
}

function samplesOf(reader: MetricReader, series: Series, { from, to }: Span): Record<'times' | 'values', Float64Array> {
  const times: number[] = [];
  const values: number[] = [];
  reader.scan(series, from, to, (time, value) => {
    if (time >= to) return;
    times.push(time);
    values.push(value);
  });
  return { times: Float64Array.from(times), values: Float64Array.from(values) };
}
