import type { Quality } from '../../../src/protocol/metric';
import type { PageNow } from '../../shared/livePage';
import type { SeriesStore } from '../../shared/seriesStore';
import type { DomainReading, ModelReading, Readings } from '../flow/scene';
import { accountOf, type Account } from './account';
import { domainFigures, type DomainFigures } from './domainFigures';
import { machineBytes } from './machineBytes';
import { Models, type ModelFigures } from './modelFigures';

/** Everything that the energy view shows, from one reading of the store, so that picture and figures say the same. */
export interface EnergyNow {
  readonly parts: readonly DomainFigures[];
  readonly models: readonly ModelFigures[];
  readonly account: Account;
  /** What the picture is made of. */
  readonly readings: Readings;
}

/** Reads what the energy view shows, and remembers of the past what power is reckoned from. */
export class EnergyReadings {
  private readonly models = new Models();

  constructor(private readonly store: SeriesStore) {}

  /** @param isHeard Whether data comes now; where it does not, only what was counted so far is known. */
  read({ status, activity }: Pick<PageNow, 'status' | 'activity'>, isHeard: boolean): EnergyNow {
    const { store } = this;
    const { parts, total } = domainFigures(store, isHeard);
    const models = this.models.read(store, status, activity, total, isHeard);
    return {
      parts,
      models,
      account: accountOf(total, models, store),
      readings: {
        domains: picturedDomains(parts, total),
        models: models.map(modelReading),
        bytesPerSecond: isHeard ? machineBytes(store) : NaN,
      },
    };
  }
}

/** The parts that have a ribbon, and the total that they make up. Estimates beside a measured total are no part of it, so they stand without it. */
function picturedDomains(parts: readonly DomainFigures[], total: DomainFigures | undefined): DomainReading[] {
  const shown = parts.filter(({ isPictured }) => isPictured);
  const isBeside = shown.some(({ quality }) => quality === 'estimated') && total?.quality === 'measured';
  return [...shown, ...(total && !isBeside ? [total] : [])].map(({ domain, watts, quality }) => ({
    domain,
    watts,
    quality: Number.isNaN(watts) ? 'unavailable' : quality,
  }));
}

function modelReading(model: ModelFigures): ModelReading {
  const { key, name, tokensPerSecond, entropyBits, watts, colour } = model;
  return { key, name, tokensPerSecond, entropyBits, watts, colour, quality: pictureQuality(model) };
}

/** As good as the worst that is known of the model; unavailable only where nothing is. */
function pictureQuality({ tokensPerSecond, watts, speedQuality, energyQuality }: ModelFigures): Quality {
  const known = [
    ...(Number.isNaN(tokensPerSecond) ? [] : [speedQuality]),
    ...(Number.isNaN(watts) ? [] : [energyQuality]),
  ];
  if (known.length === 0) return 'unavailable';
  return known.includes('estimated') ? 'estimated' : 'measured';
}
