import { readPrometheusText, type PrometheusSample } from '../parse/prometheusText';
import { modelLabel, startName, type Alternatives, type PageNames } from './pageNames';

/** Samples of one model by their metric. */
export type ModelSamples = ReadonlyMap<string, readonly PrometheusSample[]>;

export interface ScrapedPage {
  /** By the name that the runtime gives the model; empty where it gives none. */
  readonly models: ReadonlyMap<string, ModelSamples>;
  /** When the process began, where the page says so; else NaN. */
  readonly startedAt: number;
  /** Whether anything on it is of this kind of runtime. */
  readonly isOurs: boolean;
  /** Whether parts may be missing: the page was too long, or held lines that could not be read. */
  readonly isPartial: boolean;
}

type SamplesByModel = Map<string, Map<string, PrometheusSample[]>>;

export interface Found {
  readonly samples: readonly PrometheusSample[];
  /** Which of the alternatives they are. */
  readonly source: number;
}

export function readScrapedPage(text: string, names: PageNames, wanted: ReadonlySet<string>): ScrapedPage {
  const { samples, badLines, isCut } = readPrometheusText(text, wanted);
  const models: SamplesByModel = new Map();
  let startedAt = NaN;
  for (const sample of samples) {
    if (sample.name === startName) startedAt = sample.value;
    else if (!isPart(sample, names)) addTo(models, sample);
  }
  giveToOnly(models);
  const isOurs = models.size > 0 || text.includes(`# TYPE ${names.prefix}`);
  return { models, startedAt, isOurs, isPartial: isCut || badLines > 0 };
}

/** The first of the alternatives that a model has on its page. */
export function find(model: ModelSamples, alternatives: Alternatives): Found | undefined {
  for (const [source, parts] of alternatives.entries()) {
    const samples = parts.flatMap(({ name, where }) => {
      const all = model.get(name) ?? [];
      return where ? all.filter(({ labels }) => labels[where[0]] === where[1]) : all;
    });
    if (samples.length > 0) return { samples, source };
  }
  return undefined;
}

function isPart({ labels }: PrometheusSample, { partLabel }: PageNames): boolean {
  return partLabel !== undefined && (labels[partLabel] ?? '') !== '';
}

function addTo(models: SamplesByModel, sample: PrometheusSample): void {
  const name = sample.labels[modelLabel] ?? '';
  let model = models.get(name);
  if (!model) models.set(name, (model = new Map<string, PrometheusSample[]>()));
  const series = model.get(sample.name);
  if (series) series.push(sample);
  else model.set(sample.name, [sample]);
}

/** What carries no name can only be of the one model there is. */
function giveToOnly(models: SamplesByModel): void {
  const nameless = models.get('');
  if (!nameless || models.size !== 2) return;
  models.delete('');
  const [only] = models.values();
  for (const [name, samples] of nameless) if (!only!.has(name)) only!.set(name, samples);
}
