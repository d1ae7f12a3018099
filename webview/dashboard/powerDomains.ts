import * as l10n from '@vscode/l10n';
import { countersOf } from '../shared/countersOf';
import { domainName } from '../shared/domainName';
import { energyTotal, joined, notAvailable } from '../shared/format';
import { originText } from '../shared/origin';
import { knownReading } from '../shared/reading';
import type { DrawnSeries } from '../shared/lineTrace';
import type { KnownSeries, SeriesStore } from '../shared/seriesStore';
import type { Fact } from './factsList';

/** Parts of the machine whose power is read, the total first. */
export function powerDomains<S extends DrawnSeries>(source: { all(metric: 'system.power_watts'): readonly S[] }): S[] {
  const order = ({ info }: S): number => (info.labels['domain'] === 'total' ? 0 : 1);
  return [...source.all('system.power_watts')].sort((a, b) => order(a) - order(b));
}

/** How the power of each domain is known, and the energy that it took since the monitor started. */
export function powerFacts(store: SeriesStore): Fact[] {
  const domains = powerDomains(store);
  // The total of one part is that part.
  const told = domains.length === 2 ? domains.filter(({ info }) => info.labels['domain'] !== 'total') : domains;
  return told.map(({ info }) => {
    const domain = info.labels['domain'] ?? '';
    const base = { key: domain, name: domainName(domain) };
    if (info.quality === 'unavailable')
      return { ...base, text: notAvailable, hint: info.reason ?? l10n.t('It is not told here.') };
    const energy = countersOf(store, 'system.energy_joules').find(({ info: of }) => of.labels['domain'] === domain);
    const figure = energy && energyText(energy);
    return { ...base, ...(figure === undefined ? {} : { figure }), text: originText(info) };
  });
}

function energyText({ info, trace }: KnownSeries): string | undefined {
  if (info.quality === 'unavailable' || Number.isNaN(trace.value)) return undefined;
  return joined(knownReading(energyTotal(trace.value), info.quality).quantity);
}
