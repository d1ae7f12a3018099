import * as l10n from '@vscode/l10n';
import type { Quality } from '../../../src/protocol/metric';
import { countersOf } from '../../shared/countersOf';
import { readingOf, withHint, type Reading } from '../../shared/reading';
import type { SeriesStore } from '../../shared/seriesStore';
import { lacksPower } from '../flow/atWork';
import type { DomainFigures } from './domainFigures';
import { energyReading } from './energyText';
import type { ModelFigures } from './modelFigures';

/** Where the energy goes: all of it, what models are charged with, and the rest. Power is of now, energy since the monitor started. */
export interface Account {
  readonly total: { readonly power: Reading; readonly energy: Reading };
  readonly models: { readonly power: Reading; readonly energy: Reading };
  readonly rest: { readonly power: Reading; readonly energy: Reading };
}

interface Sum {
  readonly value: number;
  readonly quality: Quality;
  readonly reason?: string;
}

/** @param total What is measured together; undefined while nothing is told of it. */
export function accountOf(
  total: DomainFigures | undefined,
  models: readonly ModelFigures[],
  store: SeriesStore,
): Account {
  const totalQuality = total?.quality ?? 'measured';
  const watts: Sum = { value: total?.watts ?? NaN, quality: totalQuality, ...reasonOf(total) };
  const joules: Sum = { value: total?.joules ?? NaN, quality: totalQuality, ...reasonOf(total) };
  // Where the whole is not known, nothing of it can be shared.
  const unknown = watts.quality === 'unavailable' || !total ? { ...watts, value: NaN } : undefined;
  const modelWatts = unknown ?? sumOfPowers(models);
  const modelJoules = unknown ?? sumOfEnergies(store);
  const restWatts = restOfPower(watts, modelWatts);
  const restJoules = restOfEnergy(joules, modelJoules);
  const about = l10n.t('Above the idle power of the machine.');
  const aboutRest = l10n.t('Idle power, and everything that ran besides models: no model is charged with it.');
  return {
    total: total ? { power: total.power, energy: total.energy } : nothing(),
    models: {
      power: withHint(powerOf(modelWatts), hintOf(modelWatts, about)),
      energy: withHint(energyOf(modelJoules), hintOf(modelJoules, about)),
    },
    rest: {
      power: withHint(powerOf(restWatts), hintOf(restWatts, aboutRest)),
      energy: withHint(energyOf(restJoules), hintOf(restJoules, aboutRest)),
    },
  };
}

function reasonOf(total: DomainFigures | undefined): { reason?: string } {
  const hint = total?.power.hint;
  return total?.quality === 'unavailable' && hint !== undefined ? { reason: hint } : {};
}

const nothing = (): Account['total'] => ({
  power: readingOf(undefined, 'watts'),
  energy: readingOf(undefined, 'joules'),
});
const powerOf = ({ value, quality, reason }: Sum): Reading => readingOf(value, 'watts', quality, reason);
const energyOf = ({ value, quality, reason }: Sum): Reading => energyReading(value, quality, reason);
const hintOf = ({ value }: Sum, text: string): string | undefined => (Number.isNaN(value) ? undefined : text);

/** Of models that are at work and whose power is not known, the sum would be too small. */
function sumOfPowers(models: readonly ModelFigures[]): Sum {
  const unknown = models.find(lacksPower);
  if (unknown) {
    const reason =
      unknown.power.hint ?? l10n.t('The power of {0} is not known yet; it takes about a second.', unknown.name);
    return { value: NaN, quality: 'unavailable', reason };
  }
  const known = models.filter(({ watts }) => !Number.isNaN(watts));
  const isEstimated = known.some(({ watts, energyQuality }) => watts > 0 && energyQuality === 'estimated');
  return {
    value: known.reduce((sum, { watts }) => sum + watts, 0),
    quality: isEstimated ? 'estimated' : 'measured',
    ...(isEstimated ? { reason: partly() } : {}),
  };
}

/** Also of models that are not loaded any more. */
function sumOfEnergies(store: SeriesStore): Sum {
  const known = countersOf(store, 'model.energy_joules').filter(
    ({ info, trace }) => info.quality !== 'unavailable' && !Number.isNaN(trace.value),
  );
  const isEstimated = known.some(({ info }) => info.quality === 'estimated');
  return {
    value: known.reduce((sum, { trace }) => sum + trace.value, 0),
    quality: isEstimated ? 'estimated' : 'measured',
    ...(isEstimated ? { reason: partly() } : {}),
  };
}

const partly = (): string => l10n.t('A part of it is an estimate.');

function restOfPower(total: Sum, models: Sum): Sum {
  const unknown = [total, models].find(({ quality }) => quality === 'unavailable');
  if (unknown) return { ...unknown, value: NaN };
  // Models take parts of the total, so that less than nothing is left by rounding only.
  const value = Math.max(0, total.value - models.value);
  const { quality, reason } = total.quality === 'estimated' ? total : models;
  return { value, quality, ...(reason === undefined ? {} : { reason }) };
}

function restOfEnergy(total: Sum, models: Sum): Sum {
  if (total.quality === 'unavailable') return { ...total, value: NaN };
  const value = total.value - models.value;
  if (value < 0) {
    const reason = l10n.t(
      'More is attributed to models than the total holds, because estimates are shared too and never enter a measured total.',
    );
    return { value: NaN, quality: 'unavailable', reason };
  }
  const { quality, reason } = total.quality === 'estimated' ? total : models;
  return { value, quality, ...(reason === undefined ? {} : { reason }) };
}
