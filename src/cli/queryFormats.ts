import type { Aggregate, HistoryAnswer } from '../protocol/history';
import { historyPieces } from '../engine/serve/historyPieces';
import { ExportCsv } from '../engine/store/tools/export/exportCsv';
import { IsoTime } from '../engine/store/tools/export/isoTime';
import { table } from './table';

/** How the answer to a question about the past is written, piece by piece, by the name of the format. */
export const queryFormats = {
  json: function* (answer: HistoryAnswer, agg: Aggregate): Generator<string> {
    yield* historyPieces(answer, agg);
    yield '\n';
  },
  csv,
  table: readable,
} as const;
export type QueryFormat = keyof typeof queryFormats;

/** The columns of the verb export. */
function* csv({ series, stepMs }: HistoryAnswer): Generator<string> {
  const text = new ExportCsv();
  yield text.begin();
  for (const { metric, labels, unit, quality, times, values } of series) {
    yield text.openSeries({ metric, labels, unit, quality, ...(stepMs === 0 ? {} : { stepMs }) });
    yield text.points(times, values[0]!);
    yield text.closeSeries();
  }
}

function* readable({ series }: HistoryAnswer, agg: Aggregate): Generator<string> {
  const time = new IsoTime();
  for (const { metric, labels, unit, quality, reason, times, values } of series) {
    const names = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
    const head = [
      `${metric}${names.length === 0 ? '' : `{${names.join(',')}}`}`,
      agg === 'count' ? 'samples' : unit,
      quality,
    ];
    const rows = Array.from(times, (at, row) => {
      const value = values[0]![row]!;
      return [time.text(at), Number.isFinite(value) ? String(value) : '-'];
    });
    yield `${table([[...head, reason ?? '']])}\n${table(rows)}\n\n`;
  }
}
