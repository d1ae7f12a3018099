import type { Activity } from '../../src/protocol/requests';
import type { EngineStatus, ModelStatus, RuntimeStatus } from '../../src/protocol/status';
import { noValue } from '../shared/format';
import { newestReading, readingOf, sizeText, type Reading } from '../shared/reading';
import type { SeriesStore } from '../shared/seriesStore';
import { joulesCell, queueCell, todayCell, ttftCell, uncertaintyCell } from '../shared/models/modelCells';
import { modelFacts, type ModelFacts } from '../shared/models/modelFacts';
import type { Cell, TableColumn, TableRow } from '../shared/table';
import { uncertaintyCaveat } from '../shared/models/uncertainty';

const figure = (title: string, about: string): TableColumn => ({ title, isFigure: true, about });
const word = (title: string): TableColumn => ({ title, isFigure: false });

export const modelColumns: readonly TableColumn[] = [
  word('Model'),
  word('Runtime'),
  word('State'),
  figure('tok/s', 'Tokens generated per second, all requests together.'),
  figure('Prompt tok/s', 'Prompt tokens evaluated per second, all requests together.'),
  figure('TTFT p50 / p95', 'Time from a request to the first content generated for it, in the last 5 minutes.'),
  figure('Tokens today', 'Prompt tokens / generated tokens since midnight.'),
  figure('J/tok', 'Energy above idle that is attributed to the model, for each token it generated of late.'),
  figure('Uncertainty', uncertaintyCaveat),
  figure('Queue', 'Requests that the model is working on / requests that wait for a free slot.'),
  figure('Memory', 'Memory that the model takes, and the part of it on a GPU, where the runtime says so.'),
];

/** One row for each model of each runtime, and one for a runtime that has no model loaded. */
export function modelRows(status: EngineStatus, store: SeriesStore, activity?: Activity): TableRow[] {
  return status.runtimes.flatMap((runtime) =>
    runtime.models.length === 0
      ? [
          {
            key: runtime.name,
            cells: modelColumns.map((_column, at) => ['No model loaded', runtime.name][at] ?? noValue),
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
  if (isElsewhere !== true) return state;
  const hint = 'This model runs on another machine, so its energy and memory are not known here.';
  return { quantity: { number: `${state}, elsewhere`, unit: '' }, hint, hasValue: true };
}

function memoryCell({ memoryBytes, gpuShare }: ModelStatus): Cell {
  if (memoryBytes === undefined || gpuShare === undefined) return sizeText(memoryBytes);
  const reading = readingOf(memoryBytes, 'bytes');
  return { ...reading, hint: `${Math.round(gpuShare * 100)}% of it on a GPU.` };
}
