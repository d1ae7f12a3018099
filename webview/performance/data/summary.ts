import type { MetricId } from '../../../src/protocol/catalogue';
import type { Aggregate, HistoryAnswer, HistoryRequest } from '../../../src/protocol/history';
import { seriesKey } from '../../shared/lineTrace';
import { mostPoints } from '../../shared/past/pastStep';
import type { TimeRange } from '../chart/chartContent';
import { shownQuantiles, type LineFigures } from './lineFigures';

const aggregates = shownQuantiles.map((p) => `p${p}` as const) satisfies readonly Aggregate[];
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Asks for quantiles of a range as a whole; where that is cheaper, of the range made a little longer. */
export function summaryRequest(metrics: readonly MetricId[], { from, to }: TimeRange): HistoryRequest {
  return { metrics, from, to, stepMs: stepOf(to - from), aggregates, isWhole: true, mostPoints };
}

/** The widest steps whose quantiles the store keeps, as long as rounding to them adds at most a few percent. */
function stepOf(lengthMs: number): number {
  if (lengthMs > 2 * dayMs) return hourMs;
  return lengthMs > hourMs ? 300_000 : 1000;
}

export function quantilesOf({ series }: HistoryAnswer): ReadonlyMap<string, LineFigures['quantiles']> {
  return new Map(
    series.map((one) => {
      const at = (column: number): number => one.values[column]?.[0] ?? NaN;
      return [seriesKey(one), { 50: at(0), 95: at(1), 99: at(2) }];
    }),
  );
}
