import { energyMethods, qualities, type Labels, type Origin, type Unit } from '../../../protocol/metric';
import { mostDecimals } from '../codec/quantize';
import type { SeriesState, StoredSeries } from '../storedSeries';
import { BadValue } from './badValue';
import { Cells } from './cells';
import type { SqliteRow, SqliteValue } from './sqlite';

/** Of names and sentences; the journal takes no longer ones. */
export const mostTextCharacters = 65_536;
/** Of all labels of a series as JSON. */
const mostLabelsCharacters = 16 * 1024 * 1024;

export const seriesQuery = 'SELECT id, metric, labels, unit, decimals FROM series';
export const stateQuery = 'SELECT series, session, since_ms, quality, reason, origin FROM state';

/** A row of the table `series`. */
export function seriesRow(id: number, { metric, labels, unit, decimals }: StoredSeries): SqliteValue[] {
  // Sorted, so that equal labels make equal bytes.
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return [id, metric.toWellFormed(), JSON.stringify(Object.fromEntries(sorted)), unit, decimals];
}

/** @throws BadValue, UnknownWord */
export function parseSeriesRow(row: SqliteRow): readonly [id: number, series: StoredSeries] {
  const cells = new Cells('series', row);
  const series: StoredSeries = {
    metric: cells.text(1, mostTextCharacters),
    labels: labelsOf(cells.object(2, mostLabelsCharacters)),
    // A newer version may know more units than this one; a unit is shown and exported as it is.
    unit: cells.text(3, mostTextCharacters) as Unit,
    decimals: cells.whole(4, 0, mostDecimals),
  };
  return [cells.whole(0, 1, Number.MAX_SAFE_INTEGER), series];
}

/** A row of the table `state`. */
export function stateRow(series: number, session: string, state: SeriesState): SqliteValue[] {
  const { since, quality, reason, origin } = state;
  return [series, session, since, quality, reason?.toWellFormed() ?? null, origin ? JSON.stringify(origin) : null];
}

/** @throws BadValue, UnknownWord */
export function parseStateRow(row: SqliteRow): { series: number; session: string; state: SeriesState } {
  const cells = new Cells('state', row);
  const state: SeriesState = {
    since: cells.time(2),
    quality: cells.word(3, qualities),
    ...(cells.isNull(4) ? {} : { reason: cells.text(4, mostTextCharacters) }),
    ...(cells.isNull(5) ? {} : { origin: originOf(cells.object(5, mostTextCharacters)) }),
  };
  return { series: cells.whole(0, 1, Number.MAX_SAFE_INTEGER), session: cells.text(1, mostTextCharacters), state };
}

function labelsOf(object: Readonly<Record<string, unknown>>): Labels {
  for (const value of Object.values(object)) if (typeof value !== 'string') throw new BadValue('a label is no text');
  return object as Labels;
}

function originOf({ method, scope, source }: Readonly<Record<string, unknown>>): Origin {
  const known = energyMethods.find((m) => m === method);
  if (known === undefined || typeof scope !== 'string' || typeof source !== 'string')
    throw new BadValue('the origin of a series is incomplete');
  return { method: known, scope, source };
}
