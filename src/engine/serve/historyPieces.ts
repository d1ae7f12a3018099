import type { Aggregate, HistoryAnswer, HistorySeries } from '../../protocol/history';
import { openObject, seriesPieces } from './answer';

const pointsInPiece = 256;

/** The past as JSON, as `/api/metrics/historical` and `wirthforge query` tell it: of the first aggregate asked for. */
export function historyPieces({ from, to, stepMs, series }: HistoryAnswer, agg: Aggregate): Generator<string> {
  return seriesPieces({ from, to, stepMs, agg }, series, seriesJson);
}

function* seriesJson({ metric, labels, unit, quality, reason, times, values }: HistorySeries): Generator<string> {
  yield `${openObject({ metric, labels, unit, quality, reason })}"points":[`;
  const column = values[0]!;
  for (let start = 0; start < times.length; start += pointsInPiece) {
    let text = '';
    for (let i = start; i < Math.min(start + pointsInPiece, times.length); i++) {
      const value = column[i]!;
      text += `${i === 0 ? '' : ','}[${times[i]!},${Number.isFinite(value) ? value : 'null'}]`;
    }
    yield text;
  }
  yield ']}';
}
