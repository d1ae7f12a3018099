import * as l10n from '@vscode/l10n';
import type { Quality } from '../../../src/protocol/metric';
import type { Activity } from '../../../src/protocol/requests';
import type { EngineStatus } from '../../../src/protocol/status';
import { joulesCell, uncertaintyCell } from '../../shared/models/modelCells';
import { modelFacts, type ModelFacts } from '../../shared/models/modelFacts';
import type { LineColour } from '../../shared/palette';
import { readingOf, withHint, type Reading } from '../../shared/reading';
import type { KnownSeries, SeriesStore } from '../../shared/seriesStore';
import { energyReading } from './energyText';
import { ModelPower } from './modelPower';

/** What is known of one model. A number is NaN where it is not known now. */
export interface ModelFigures {
  readonly key: string;
  readonly name: string;
  readonly colour: LineColour;
  readonly tokensPerSecond: number;
  readonly entropyBits: number;
  readonly watts: number;
  /** Joules above idle since the monitor first saw the model. */
  readonly joules: number;
  /** Of `tokensPerSecond`. */
  readonly speedQuality: Quality;
  /** Of `watts` and `joules`. */
  readonly energyQuality: Quality;
  readonly speed: Reading;
  readonly uncertainty: Reading;
  readonly power: Reading;
  readonly energy: Reading;
  readonly perToken: Reading;
}

/** More streams than this could not be told apart. */
export const mostModels = 12;
/** Tokens are green first, as in the charts. */
const colours: readonly LineColour[] = ['green', 'blue', 'purple', 'orange', 'yellow', 'red'];

/** The models that are ready, and the power of each, which is reckoned from how their energy grows. */
export class Models {
  private readonly powers = new Map<string, ModelPower>();

  forget(): void {
    this.powers.clear();
  }

  /**
   * @param isHeard Whether data comes; where it does not, nothing is known of now.
   * @returns All in their order; where they are more than `mostModels`, rather those that generate.
   */
  read(
    store: SeriesStore,
    status: EngineStatus | undefined,
    activity: Activity | undefined,
    isHeard: boolean,
  ): ModelFigures[] {
    const named = namedModels(store, status);
    const runtimes = new Set(named.map(({ runtime }) => runtime));
    const keys = new Set(named.map(keyOf));
    for (const key of this.powers.keys()) if (!keys.has(key)) this.powers.delete(key);
    const all = named.map(({ runtime, model }) => {
      const name = runtimes.size > 1 ? `${model} (${runtime})` : model;
      const facts = modelFacts(runtime, model, store, activity);
      return this.figuresOf(keyOf({ runtime, model }), name, colourOf(store, runtime, model), facts, isHeard);
    });
    if (all.length <= mostModels) return all;
    const rank = ({ tokensPerSecond }: ModelFigures): number => (tokensPerSecond > 0 ? 0 : 1);
    const chosen = new Set([...all].sort((a, b) => rank(a) - rank(b)).slice(0, mostModels));
    return all.filter((one) => chosen.has(one));
  }

  private figuresOf(key: string, name: string, colour: LineColour, facts: ModelFacts, isHeard: boolean): ModelFigures {
    const { series, now } = facts;
    const speed = series('model.tokens_per_second');
    const joules = series('model.energy_joules');
    const energyQuality = joules?.info.quality ?? 'unavailable';
    const energyReason =
      joules?.info.reason ?? facts.activity?.energyReason ?? l10n.t('No energy was attributed to it yet.');
    const shared = l10n.t('Above idle power, shared among the requests under way by the time that they took.');
    const tokensPerSecond = valueOf(speed, now, isHeard);
    const watts = this.wattsOf(key, joules, now, isHeard);
    const total = joules && energyQuality !== 'unavailable' ? joules.trace.value : NaN;
    return {
      key,
      name,
      colour,
      tokensPerSecond,
      entropyBits: tokensPerSecond > 0 ? valueOf(series('model.entropy_bits', 'lower'), now, isHeard) : NaN,
      watts,
      joules: total,
      speedQuality: speed?.info.quality ?? 'unavailable',
      energyQuality,
      speed: readingOf(tokensPerSecond, 'tokens_per_second', speed?.info.quality, speed?.info.reason),
      uncertainty: isHeard ? uncertaintyOf(facts) : readingOf(undefined, 'bits'),
      power: withHint(readingOf(watts, 'watts', energyQuality, energyReason), Number.isNaN(watts) ? undefined : shared),
      energy: energyReading(total, energyQuality, energyReason),
      perToken: joulesCell(facts),
    };
  }

  private wattsOf(key: string, joules: KnownSeries | undefined, now: number, isHeard: boolean): number {
    const counter = valueOf(joules, now, isHeard);
    if (Number.isNaN(counter)) {
      this.powers.get(key)?.forget();
      return NaN;
    }
    let power = this.powers.get(key);
    if (!power) this.powers.set(key, (power = new ModelPower()));
    power.take(now, counter);
    return power.watts;
  }
}

/** What a model is not told to be is told with the reason. */
function uncertaintyOf(facts: ModelFacts): Reading {
  const reading = uncertaintyCell(facts);
  if (reading.hasValue || reading.hint !== undefined || facts.series('model.entropy_bits', 'lower')) return reading;
  const reason = l10n.t(
    'Uncertainty is told of requests that pass through the measuring proxy and ask for log-probabilities; there was none.',
  );
  return readingOf(undefined, 'bits', 'unavailable', reason);
}

function valueOf(known: KnownSeries | undefined, now: number, isHeard: boolean): number {
  if (!known || !isHeard || known.info.quality === 'unavailable') return NaN;
  return known.trace.freshValue(now) ?? NaN;
}

interface Named {
  readonly runtime: string;
  readonly model: string;
}

const keyOf = ({ runtime, model }: Named): string => `${runtime} ${model}`;

/** Those that their runtimes have ready; before these are known, those that are told of. */
function namedModels(store: SeriesStore, status: EngineStatus | undefined): Named[] {
  if (status)
    return status.runtimes.flatMap(({ name, models }) => models.map((model) => ({ runtime: name, model: model.name })));
  return store
    .all('model.tokens_per_second')
    .map(({ info }) => ({ runtime: info.labels['runtime'] ?? '', model: info.labels['model'] ?? '' }));
}

/** The colour that the chart of tokens has for it too. */
function colourOf(store: SeriesStore, runtime: string, model: string): LineColour {
  const at = store
    .all('model.tokens_per_second')
    .findIndex(({ info }) => info.labels['runtime'] === runtime && info.labels['model'] === model);
  return colours[Math.max(0, at) % colours.length]!;
}
