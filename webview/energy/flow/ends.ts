import type { Quality } from '../../../src/protocol/metric';
import { chosenModels, lacksPower } from './atWork';
import type { DomainReading, ModelReading, Readings, Ribbon } from './scene';
import { isFigure, supplyOf, type SupplyPart } from './supply';
import { sum } from './stack';

/** A ribbon before it has a place. */
export type End = Omit<Ribbon, 'width' | 'path'>;

export interface Ends {
  readonly isByPower: boolean;
  readonly sources: readonly End[];
  readonly sinks: readonly End[];
  /** The models that are drawn on their own. */
  readonly drawn: readonly ModelReading[];
}

/** What of the power is left within rounding and the time between two readings, as a share of all. */
const negligible = 0.005;

/** Where ribbons come from and go to. */
export function endsOf({ domains, models, bytesPerSecond }: Readings, mostModels: number): Ends {
  const checked = models.map(checkedModel);
  const drawn = chosenModels(checked, mostModels);
  const others = checked.filter((model) => !drawn.includes(model));
  const supply = supplyOf(domains);
  const watts = sum(supply.map((part) => knownOr0(part.watts)));
  if (watts > 0) {
    const sinks = [...drawn.map(byPower), ...joined(others.map(byPower), others.some(lacksPower))];
    const rest = restOf(supply, sinks, checked.some(lacksPower));
    return { isByPower: true, sources: supply.map(sourceOf), sinks: [...sinks, ...rest], drawn };
  }
  const isSpeedMissing = others.some(({ tokensPerSecond }) => Number.isNaN(tokensPerSecond));
  const sinks = [...drawn.map(bySpeed), ...joined(others.map(bySpeed), isSpeedMissing)];
  // What is moved says nothing while there is nothing that it could flow to.
  const sources = sinks.length > 0 && isFigure(bytesPerSecond, 'measured') ? [machine(bytesPerSecond)] : [];
  return { isByPower: false, sources, sinks, drawn };
}

function sourceOf({ key, role, watts, quality }: SupplyPart): End {
  return { ...known(watts, quality), key: `domain ${key}`, role, name: key, unit: 'watts', ink: 'yellow' };
}

function machine(bytesPerSecond: number): End {
  return {
    key: 'machine',
    role: 'machine',
    name: '',
    value: bytesPerSecond,
    unit: 'bytes_per_second',
    quality: 'measured',
    ink: 'neutral',
  };
}

function byPower(model: ModelReading): End {
  return { ...modelEnd(model), ...known(model.watts, model.quality), unit: 'watts' };
}

function bySpeed(model: ModelReading): End {
  return { ...modelEnd(model), ...known(model.tokensPerSecond, model.quality), unit: 'tokens_per_second' };
}

function modelEnd({ key, name, colour }: ModelReading): Pick<End, 'key' | 'role' | 'name' | 'ink'> {
  return { key: `model ${key}`, role: 'model', name, ink: colour };
}

/** Models that are not drawn on their own, as one end. @param isMissing Whether one of them has some that is not known. */
function joined(ends: readonly End[], isMissing: boolean): End[] {
  const [first] = ends;
  if (!first) return [];
  const knownOnes = ends.filter(({ quality }) => quality !== 'unavailable');
  const told = sum(knownOnes.map((end) => end.value));
  // That they have at least nothing says nothing.
  const isKnown = knownOnes.length > 0 && (told > 0 || !isMissing);
  const value = isKnown ? told : NaN;
  const quality = isKnown ? worst(knownOnes) : 'unavailable';
  const isAtLeast = isKnown && isMissing;
  return [{ key: 'others', role: 'others', name: '', value, unit: first.unit, quality, isAtLeast, ink: 'neutral' }];
}

/** Power that no model is charged with. @param isMissing Whether some of it is a model's, and nobody knows how much. */
function restOf(supply: readonly SupplyPart[], sinks: readonly End[], isMissing: boolean): End[] {
  const known = supply.filter(({ watts }) => watts >= 0);
  const all = sum(known.map(({ watts }) => watts));
  const charged = sinks.filter(({ value }) => value > 0);
  const value = all - sum(charged.map((end) => end.value));
  if (value <= all * negligible) return [];
  return [
    {
      key: 'rest',
      role: isMissing ? 'unattributed' : 'rest',
      name: '',
      value,
      unit: 'watts',
      quality: worst([...known, ...charged]),
      ink: 'neutral',
    },
  ];
}

/** A model of which each figure is one that can be, or NaN. */
function checkedModel(model: ModelReading): ModelReading {
  const { quality } = model;
  return {
    ...model,
    tokensPerSecond: known(model.tokensPerSecond, quality).value,
    entropyBits: known(model.entropyBits, quality).value,
    watts: known(model.watts, quality).value,
  };
}

function known(value: number, quality: Quality): { value: number; quality: Quality } {
  return isFigure(value, quality) ? { value, quality } : { value: NaN, quality: 'unavailable' };
}

function worst(readings: readonly Pick<DomainReading, 'quality'>[]): Quality {
  return readings.some(({ quality }) => quality === 'estimated') ? 'estimated' : 'measured';
}

function knownOr0(watts: number): number {
  return watts > 0 ? watts : 0;
}
