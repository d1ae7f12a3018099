import * as l10n from '@vscode/l10n';
import { countersOf } from '../../shared/countersOf';
import { clockTime, dayOfMonth, energyTotal, joined } from '../../shared/format';
import { textOf } from '../../shared/reading';
import type { SeriesStore } from '../../shared/seriesStore';
import { energyReading } from '../readings/energyText';

/**
 * The energy of all that is measured, since the monitor started: `7,440 J (2.07 Wh) since 20:26:40`; empty where it is not
 * known. @param startedAt Ms since 1970.
 */
export function totalText(store: SeriesStore, startedAt: number | undefined): string {
  const total = countersOf(store, 'system.energy_joules').find(({ info }) => info.labels['domain'] === 'total');
  if (!total || startedAt === undefined) return '';
  const joules = total.trace.value;
  const reading = energyReading(joules, total.info.quality, total.info.reason);
  if (!reading.hasValue) return '';
  const more = energyTotal(joules);
  const energy = more.unit === 'J' ? textOf(reading) : `${textOf(reading)} (${joined(more)})`;
  return l10n.t('{0} since {1}', energy, sinceText(startedAt, store.newest));
}

/** A time of today, else with its day; both in ms since 1970. */
export function sinceText(startedAt: number, now: number): string {
  const isToday = new Date(startedAt).toDateString() === new Date(now).toDateString();
  return isToday ? clockTime(startedAt) : `${dayOfMonth(startedAt)} ${clockTime(startedAt)}`;
}
