import * as l10n from '@vscode/l10n';
import type { Quality } from '../../../src/protocol/metric';
import type { Activity } from '../../../src/protocol/requests';
import type { EngineStatus } from '../../../src/protocol/status';
import { countersOf, isCounter } from '../../shared/countersOf';
import { joulesCell, uncertaintyCell } from '../../shared/models/modelCells';
import { modelFacts, type ModelFacts } from '../../shared/models/modelFacts';
import type { LineColour } from '../../shared/palette';
import { readingOf, withHint, type Reading } from '../../shared/reading';
import type { KnownSeries, SeriesStore } from '../../shared/seriesStore';
import { chosenModels } from '../flow/atWork';
import type { DomainFigures } from './domainFigures';
import { EnergyShares } from './energyShares';
import { energyReading } from './energyText';

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

/** The whole of which models take their parts. */
type Whole = Pick<DomainFigures, 'watts' | 'joules'>;

/** The models that are ready, and the power of each: the part of the machine's power that is charged to it. */
export class Models {
  private readonly shares = new EnergyShares();

  /**
   * @param total What is measured together; undefined while nothing is told of it.
   * @param isHeard Whether data comes; where it does not, nothing is known of now.
   * @returns All in their order; where they are more than `mostModels`, rather those that generate.
   */
  read(
    store: SeriesStore,
    status: EngineStatus | undefined,
    activity: Activity | undefined,
    total: Whole | undefined,
    isHeard: boolean,
  ): ModelFigures[] {
    const named = namedModels(store, status);
    const runtimes = new Set(named.map(({ runtime }) => runtime));
    this.share(store, total, isHeard);
    const all = named.map(({ runtime, model }) => {
      const name = runtimes.size > 1 ? `${model} (${runtime})` : model;
      const facts = modelFacts(runtime, model, store, activity);
      const key = keyOf({ runtime, model });
      const watts = this.shares.of(key) * (total?.watts ?? NaN);
      return figuresOf(key, name, colourOf(store, runtime, model), facts, watts, isHeard);
    });
    return chosenModels(all, mostModels);
  }

  /** Also of models that are not ready any more, for they may be at work still. */
  private share(store: SeriesStore, total: Whole | undefined, isHeard: boolean): void {
    const { newest } = store;
    const counters = new Map<string, number>();
    for (const known of countersOf(store, 'model.energy_joules')) {
      const joules = valueOf(known, newest, isHeard);
      if (!Number.isNaN(joules)) counters.set(keyOf(namedBy(known)), joules);
    }
    const isWorking = store.all('model.tokens_per_second').some((known) => valueOf(known, newest, isHeard) > 0);
    this.shares.take(newest, isHeard ? (total?.joules ?? NaN) : NaN, counters, isWorking);
  }
}

function figuresOf(
  key: string,
  name: string,
  colour: LineColour,
  facts: ModelFacts,
  watts: number,
  isHeard: boolean,
): ModelFigures {
  const { series, now } = facts;
  const speed = series('model.tokens_per_second');
  const counter = series('model.energy_joules');
  const joules = counter && isCounter(counter) ? counter : undefined;
  const energyQuality = joules?.info.quality ?? 'unavailable';
  const energyReason =
    joules?.info.reason ?? facts.activity?.energyReason ?? l10n.t('No energy was attributed to it yet.');
  const shared = l10n.t('Above idle power, shared among the requests under way by the time that they took.');
  const tokensPerSecond = valueOf(speed, now, isHeard);
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
  return store.all('model.tokens_per_second').map(namedBy);
}

function namedBy({ info }: KnownSeries): Named {
  return { runtime: info.labels['runtime'] ?? '', model: info.labels['model'] ?? '' };
}

/** The colour that the chart of tokens has for it too. */
function colourOf(store: SeriesStore, runtime: string, model: string): LineColour {
  const at = store
    .all('model.tokens_per_second')
    .findIndex(({ info }) => info.labels['runtime'] === runtime && info.labels['model'] === model);
  return colours[Math.max(0, at) % colours.length]!;
}
