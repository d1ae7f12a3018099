import * as l10n from '@vscode/l10n';
import type { EngineStatus } from '../../src/protocol/status';
import { formatValue } from '../shared/format';
import { gpuName } from '../shared/gpuName';
import type { LineTrace } from '../shared/lineTrace';
import { meanReading, newestReading, readingOf, withHint, type Reading } from '../shared/reading';
import type { KnownSeries, SeriesStore, StoreOptions } from '../shared/seriesStore';
import type { SparklineStyle } from '../shared/sparkline';
import { TotalTrace } from './totalTrace';

/** More GPUs than this are a matter for the dashboard. */
const mostGpus = 4;

export const storeOptions: StoreOptions = {
  drawn: [
    'system.cpu_percent',
    'system.memory_percent',
    'system.gpu_percent',
    'system.power_watts',
    'model.tokens_per_second',
  ],
  // Models are sampled apart, so their sum is not one of rows.
  summed: [],
};

/** One figure of the machine and its last minute. */
export interface GaugeLine extends SparklineStyle {
  readonly key: string;
  readonly name: string;
  readonly reading: Reading;
  readonly trace: LineTrace | undefined;
}

/** The figures that the overview shows now. What nothing was said of yet is left out. */
export function gaugeLines(store: SeriesStore, status: EngineStatus | undefined): GaugeLine[] {
  return [
    ...cpuLine(store, status),
    ...memoryLine(store, status),
    ...gpuLines(store),
    ...powerLine(store),
    ...tokensLine(store, status),
  ];
}

function cpuLine(store: SeriesStore, status: EngineStatus | undefined): GaugeLine[] {
  const known = store.one('system.cpu_percent');
  if (!known) return [];
  const cores = status?.machine.cores;
  const about = cores === undefined ? l10n.t('Of all cores.') : l10n.t('Of {0} cores.', cores);
  const reading = withHint(meanReading(known, store.newest), about);
  return [{ key: 'cpu', name: l10n.t('CPU'), reading, trace: known.trace, colour: 'blue', scale: 'percent' }];
}

function memoryLine(store: SeriesStore, status: EngineStatus | undefined): GaugeLine[] {
  const known = store.one('system.memory_percent');
  if (!known) return [];
  const used = store.one('system.memory_used_bytes')?.trace.freshValue(store.newest);
  const about =
    used === undefined || !status
      ? undefined
      : l10n.t('{0} of {1}.', formatValue(used, 'bytes'), formatValue(status.machine.memoryBytes, 'bytes'));
  const reading = withHint(newestReading(known, store.newest), about);
  return [{ key: 'memory', name: l10n.t('Memory'), reading, trace: known.trace, colour: 'purple', scale: 'percent' }];
}

function gpuLines(store: SeriesStore): GaugeLine[] {
  const gpus = store.all('system.gpu_percent').slice(0, mostGpus);
  return gpus.map((known): GaugeLine => {
    const label = known.info.labels['gpu'] ?? '';
    const name = gpus.length === 1 ? l10n.t('GPU') : gpuName(label);
    const reading = meanReading(known, store.newest);
    return { key: `gpu ${label}`, name, reading, trace: known.trace, colour: 'green', scale: 'percent' };
  });
}

function powerLine(store: SeriesStore): GaugeLine[] {
  const known = store.all('system.power_watts').find(({ info }) => info.labels['domain'] === 'total');
  if (!known) return [];
  const reading = meanReading(known, store.newest);
  return [{ key: 'power', name: l10n.t('Power'), reading, trace: known.trace, colour: 'orange', scale: 'decimal' }];
}

/** Series of models that were unloaded stay: they have a past, but there is nothing to be missed of them. */
function tokensLine(store: SeriesStore, status: EngineStatus | undefined): GaugeLine[] {
  const models = store.all('model.tokens_per_second');
  const loaded = status ? models.filter((known) => isListed(known, status)) : models;
  if (loaded.length === 0) return [];
  const trace = new TotalTrace(models.flatMap((known) => known.trace.column ?? []));
  const reading = tokensReading(models, loaded, store.newest);
  return [{ key: 'tokens', name: l10n.t('Tokens'), reading, trace, colour: 'green', scale: 'decimal' }];
}

function isListed({ info }: KnownSeries, { runtimes }: EngineStatus): boolean {
  const runtime = runtimes.find(({ name }) => name === info.labels['runtime']);
  return runtime?.models.some(({ name }) => name === info.labels['model']) ?? false;
}

/** The speeds of all models together; what is not known of a loaded one is left out, and said. */
function tokensReading(models: readonly KnownSeries[], loaded: readonly KnownSeries[], now: number): Reading {
  const known = models.filter(isKnown);
  const rates = known.flatMap(({ trace }) => trace.freshMean(now) ?? []);
  const missing = loaded.filter((model) => !isKnown(model));
  if (missing.length === loaded.length && rates.length === 0)
    return readingOf(undefined, 'tokens_per_second', 'unavailable', missing[0]?.info.reason);
  const total = rates.length === 0 ? undefined : rates.reduce((sum, rate) => sum + rate, 0);
  const estimate = known.find(({ info }) => info.quality === 'estimated');
  const reading = readingOf(total, 'tokens_per_second', estimate ? 'estimated' : 'measured', estimate?.info.reason);
  if (missing.length === 0) return reading;
  const words =
    missing.length === 1
      ? l10n.t('Without one model whose speed is not told.')
      : l10n.t('Without {0} models whose speed is not told.', missing.length);
  return withHint(reading, words);
}

function isKnown({ info }: KnownSeries): boolean {
  return info.quality !== 'unavailable';
}
