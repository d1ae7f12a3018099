import * as l10n from '@vscode/l10n';
import { domainName } from '../shared/domainName';
import type { LineColour } from '../shared/palette';
import { meanReading, readingOf } from '../shared/reading';
import type { LineSource } from '../shared/lineTrace';
import { isDrawn } from '../shared/shownValue';
import type { ChartSpec, ShownTime } from './chartSpec';
import { drawable, lineOf } from './lines';
import { powerDomains } from './powerDomains';

const colours: readonly LineColour[] = ['orange', 'blue', 'green', 'purple', 'yellow', 'red'];

/** Electrical power of the parts of the machine. */
export const powerChart: ChartSpec = {
  id: 'power',
  title: l10n.t('Power'),
  about: l10n.t(
    'Electrical power of the parts of this machine that tell it. Energy is counted since the monitor started.',
  ),
  unit: 'watts',
  scale: 'decimal',
  isFilled: false,
  lines: (source, shown) =>
    drawable(
      powerDomains(source).map((known, at) => {
        const name = domainName(known.info.labels['domain'] ?? '');
        return lineOf(known, name, colours[at % colours.length]!, at >= colours.length);
      }),
      shown,
    ),
  headline: (store) => {
    const all = powerDomains(store);
    const first = all.find(({ info }) => info.quality !== 'unavailable') ?? all[0];
    if (!first) return { reading: readingOf(undefined, 'watts') };
    const domain = first.info.labels['domain'] ?? '';
    const reading = meanReading(first, store.newest);
    return domain === 'total' ? { reading } : { reading, detail: domainName(domain) };
  },
};

/** Why there is no power at all in the time shown; undefined while there is some, or nothing is known yet. */
export function noPowerReason(source: LineSource, { from, to }: ShownTime): string | undefined {
  const all = powerDomains(source);
  if (all.length === 0 || all.some(({ info, trace }) => isDrawn({ ...info, trace }, from, to))) return undefined;
  return all[0]!.info.reason ?? l10n.t('This machine does not tell its power.');
}
