import * as l10n from '@vscode/l10n';
import type { Activity } from '../../src/protocol/requests';
import type { EngineStatus, ModelStatus, RuntimeStatus } from '../../src/protocol/status';
import { noValue } from '../shared/format';
import { newestReading, readingOf, sizeText, type Reading } from '../shared/reading';
import type { SeriesStore } from '../shared/seriesStore';
import { joulesCell, queueCell, todayCell, ttftCell, uncertaintyCell } from '../shared/models/modelCells';
import { modelFacts, type ModelFacts } from '../shared/models/modelFacts';
import { modelStateWords } from '../shared/models/stateWords';
import type { Cell, TableColumn, TableRow } from '../shared/table';
import { uncertaintyCaveat } from '../shared/models/uncertainty';

const figure = (title: string, about: string): TableColumn => ({ title, isFigure: true, about });
const word = (title: string): TableColumn => ({ title, isFigure: false });

export const modelColumns: readonly TableColumn[] = [
  word(l10n.t('Model')),
  word(l10n.t('Runtime')),
  word(l10n.t('State')),
  figure('tok/s', l10n.t('Tokens generated per second, all requests together.')),
  figure(l10n.t('Prompt tok/s'), l10n.t('Prompt tokens evaluated per second, all requests together.')),
  figure(
    l10n.t('TTFT p50 / p95'),
    l10n.t('Time from a request to the first content generated for it, in the last 5 minutes.'),
  ),
  figure(l10n.t('Tokens today'), l10n.t('Prompt tokens / generated tokens since midnight.')),
  figure('J/tok', l10n.t('Energy above idle that is attributed to the model, for each token it generated of late.')),
  figure(l10n.t('Uncertainty'), uncertaintyCaveat),
  figure(l10n.t('Queue'), l10n.t('Requests that the model is working on / requests that wait for a free slot.')),
  figure(
    l10n.t('Memory'),
    l10n.t('Memory that the model takes, and the part of it on a GPU, where the runtime says so.'),
  ),
];

/** One row for each model of each runtime, and one for a runtime that has no model loaded. */
export function modelRows(status: EngineStatus, store: SeriesStore, activity?: Activity): TableRow[] {
  return status.runtimes.flatMap((runtime) =>
    runtime.models.length === 0
      ? [
          {
            key: runtime.name,
            cells: modelColumns.map((_column, at) => [l10n.t('No model loaded'), runtime.name][at] ?? noValue),
          },
        ]
      : runtime.models.map((model) => modelRow(runtime, model, modelFacts(runtime.name, model.name, store, activity))),
  );
}

function modelRow(runtime: RuntimeStatus, model: ModelStatus, facts: ModelFacts): TableRow {
  const rate = (metric: 'model.tokens_per_second' | 'model.prompt_tokens_per_second'): Reading => {
    const reading = newestReading(facts.series(metric), facts.now);
    // The column's title has the unit.
    return { ...reading, quantity: { ...reading.quantity, unit: '' } };
  };
  return {
    key: `${runtime.name} ${model.name}`,
    cells: [
      model.name,
      runtime.name,
      stateCell(model),
      rate('model.tokens_per_second'),
      rate('model.prompt_tokens_per_second'),
      ttftCell(facts),
      todayCell(facts),
      joulesCell(facts),
      uncertaintyCell(facts),
      queueCell(facts),
      memoryCell(model),
    ],
  };
}

function stateCell({ state, isElsewhere }: ModelStatus): Cell {
  if (isElsewhere !== true) return modelStateWords[state];
  const hint = l10n.t('This model runs on another machine, so its energy and memory are not known here.');
  return { quantity: { number: l10n.t('{0}, elsewhere', modelStateWords[state]), unit: '' }, hint, hasValue: true };
}

function memoryCell({ memoryBytes, gpuShare }: ModelStatus): Cell {
  if (memoryBytes === undefined || gpuShare === undefined) return sizeText(memoryBytes);
  const reading = readingOf(memoryBytes, 'bytes');
  return { ...reading, hint: l10n.t('{0} of it on a GPU.', `${Math.round(gpuShare * 100)}%`) };
}
