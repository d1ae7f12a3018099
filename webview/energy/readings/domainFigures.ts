import * as l10n from '@vscode/l10n';
import type { Quality } from '../../../src/protocol/metric';
import { countersOf } from '../../shared/countersOf';
import { domainName } from '../../shared/domainName';
import { originWithMethod } from '../../shared/origin';
import { readingOf, type Reading } from '../../shared/reading';
import type { KnownSeries, SeriesStore } from '../../shared/seriesStore';
import { energyReading } from './energyText';

/** What is known of one part of the machine, or of all that is measured together (`total`). */
export interface DomainFigures {
  readonly domain: string;
  readonly name: string;
  /** NaN: not known now. */
  readonly watts: number;
  readonly quality: Quality;
  readonly power: Reading;
  /** Joules since the monitor started; NaN: not known. */
  readonly joules: number;
  readonly energy: Reading;
  /** How good the figures are and what told them, or why there are none. */
  readonly known: string;
  /** Whether it has a ribbon: what lies inside another part or around the others has none, so that no watt is drawn twice. */
  readonly isPictured: boolean;
}

/**
 * The parts of the machine whose power is told, the total apart.
 * @param isHeard Whether data comes; where it does not, power is not known now, and energy is what it was.
 */
export function domainFigures(
  store: SeriesStore,
  isHeard: boolean,
): { readonly parts: readonly DomainFigures[]; readonly total: DomainFigures | undefined } {
  const series = store.all('system.power_watts');
  const total = series.find(({ info }) => info.labels['domain'] === 'total');
  const all = series.map((known) => figuresOf(known, store, isHeard, total));
  return { parts: all.filter(({ domain }) => domain !== 'total'), total: all.find(({ domain }) => domain === 'total') };
}

function figuresOf(
  known: KnownSeries,
  store: SeriesStore,
  isHeard: boolean,
  total: KnownSeries | undefined,
): DomainFigures {
  const { info, trace } = known;
  const { quality, reason } = info;
  const domain = info.labels['domain'] ?? '';
  const watts = (isHeard && quality !== 'unavailable' ? trace.freshValue(store.newest) : undefined) ?? NaN;
  const counter = countersOf(store, 'system.energy_joules').find((one) => one.info.labels['domain'] === domain);
  const joules = counter && counter.info.quality !== 'unavailable' ? counter.trace.value : NaN;
  return {
    domain,
    name: domainName(domain),
    watts,
    quality,
    power: readingOf(watts, 'watts', quality, reason),
    joules,
    energy: energyReading(joules, counter?.info.quality ?? quality, counter?.info.reason ?? reason),
    known: quality === 'unavailable' ? (reason ?? l10n.t('This machine does not tell it.')) : originWithMethod(info),
    isPictured: isPictured(known, total),
  };
}

function isPictured({ info }: KnownSeries, total: KnownSeries | undefined): boolean {
  const { quality, origin, labels } = info;
  const domain = labels['domain'];
  if (domain === 'total') return false;
  // Without a reading only the reason can be told, and a battery on mains has nothing to give.
  if (quality === 'unavailable') return domain !== 'battery';
  const scope = total?.info.origin?.scope;
  if (quality === 'estimated' || scope === undefined || origin === undefined) return domain !== 'battery' || !total;
  return scope.includes(origin.scope);
}
