import * as l10n from '@vscode/l10n';
import { domainName } from '../../shared/domainName';
import { readingOf, textOf, withHint, type Reading } from '../../shared/reading';
import type { Ribbon } from '../flow/scene';
import { qualityWord } from '../../shared/qualityWord';
import type { EnergyNow } from '../readings/energyReadings';

/** What a ribbon is called. */
export function ribbonName({ role, name }: Ribbon): string {
  switch (role) {
    case 'domain':
      return domainName(name);
    case 'other':
      return l10n.t('Other parts');
    case 'machine':
      return l10n.t('Disks and networks');
    case 'model':
      return name;
    case 'others':
      return l10n.t('Other models');
    case 'rest':
      return l10n.t('No model');
    case 'unattributed':
      return l10n.t('Not attributed');
  }
}

/** The number that makes a ribbon as wide as it is. */
export function ribbonReading({ value, unit, quality, isAtLeast }: Ribbon): Reading {
  const reading = readingOf(value, unit, quality);
  if (isAtLeast !== true) return reading;
  const { number, unit: word } = reading.quantity;
  return withHint({ ...reading, quantity: { number: `≥\u00a0${number}`, unit: word } }, partOnly());
}

const partOnly = (): string => l10n.t('Of some of them it is not known, and not in this number.');

/** All that is known of a ribbon, a line each; the first is its name, its number and how good that is. */
export function ribbonText(ribbon: Ribbon, { parts, models, account }: EnergyNow): string {
  const { role, key, name, quality, isAtLeast } = ribbon;
  const reading = ribbonReading(ribbon);
  const first = reading.hasValue
    ? `${ribbonName(ribbon)}: ${textOf(reading)}, ${qualityWord(quality)}`
    : `${ribbonName(ribbon)}: ${qualityWord('unavailable')}`;
  const part = role === 'domain' ? parts.find(({ domain }) => domain === name) : undefined;
  const model = role === 'model' ? models.find((one) => `model ${one.key}` === key) : undefined;
  return [
    first,
    ...(part ? [line(l10n.t('So far'), part.energy), part.known] : []),
    ...(model
      ? [
          line(l10n.t('Speed'), model.speed),
          line(l10n.t('Uncertainty a token'), model.uncertainty),
          line(l10n.t('Power above idle'), model.power),
          line(l10n.t('So far'), model.energy),
          line(l10n.t('Energy a token'), withUnit(model.perToken, 'J')),
        ]
      : []),
    ...(isAtLeast === true ? [partOnly()] : []),
    ...(role === 'rest' ? [l10n.t('Idle power, and everything that runs besides models.')] : []),
    ...(role === 'unattributed'
      ? [
          l10n.t('What no model is charged with, and the part of models at work whose power is not known.'),
          ...(account.rest.power.hint === undefined ? [] : [account.rest.power.hint]),
        ]
      : []),
    ...(role === 'other' ? [l10n.t('What the machine takes beyond the parts that are read on their own.')] : []),
  ].join('\n');
}

function line(name: string, reading: Reading): string {
  const reason = !reading.hasValue && reading.hint !== undefined ? ` (${reading.hint})` : '';
  return `${name}: ${textOf(reading)}${reason}`;
}

/** The figures of a table have their unit in its head. */
function withUnit(reading: Reading, unit: string): Reading {
  return reading.hasValue ? { ...reading, quantity: { ...reading.quantity, unit } } : reading;
}
