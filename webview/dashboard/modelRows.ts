import type { MetricId } from '../../src/protocol/catalogue';
import type { EngineStatus, ModelStatus, RuntimeStatus } from '../../src/protocol/status';
import { noValue } from '../shared/format';
import { newestReading, readingOf, sizeText } from '../shared/reading';
import type { SeriesStore } from '../shared/seriesStore';
import type { Cell, TableColumn, TableRow } from './table';

const figure = (title: string, about?: string): TableColumn =>
  about === undefined ? { title, isFigure: true } : { title, isFigure: true, about };
const word = (title: string): TableColumn => ({ title, isFigure: false });

const figures = [
  'model.tokens_per_second',
  'model.prompt_tokens_per_second',
  'model.requests_active',
  'model.requests_queued',
  'model.input_tokens',
  'model.output_tokens',
] as const satisfies readonly MetricId[];

export const modelColumns: readonly TableColumn[] = [
  word('Model'),
  word('Runtime'),
  word('State'),
  figure('tok/s', 'Tokens generated per second, all requests together.'),
  figure('Prompt tok/s', 'Prompt tokens evaluated per second, all requests together.'),
  figure('Active', 'Requests that the model is working on.'),
  figure('Queue', 'Requests that wait for a free slot.'),
  figure('Tokens in', 'Prompt tokens since the monitor first saw the model, tokens reused from a cache included.'),
  figure('Tokens out', 'Tokens generated since the monitor first saw the model.'),
  figure('Memory', 'Memory that the model takes, and the part of it on a GPU, where the runtime says so.'),
];

/** One row for each model of each runtime, and one for a runtime that has no model loaded. */
export function modelRows(status: EngineStatus, store: SeriesStore): TableRow[] {
  return status.runtimes.flatMap((runtime) =>
    runtime.models.length === 0
      ? [
          {
            key: runtime.name,
            cells: ['No model loaded', runtime.name, noValue, ...figures.map(() => noValue), noValue],
          },
        ]
      : runtime.models.map((model) => modelRow(runtime, model, store)),
  );
}

function modelRow(runtime: RuntimeStatus, model: ModelStatus, store: SeriesStore): TableRow {
  const cells = figures.map((metric): Cell => {
    const known = store
      .all(metric)
      .find(({ info }) => info.labels['runtime'] === runtime.name && info.labels['model'] === model.name);
    const reading = newestReading(known, store.newest);
    // The column's title has the unit.
    return { ...reading, quantity: { ...reading.quantity, unit: '' } };
  });
  return {
    key: `${runtime.name} ${model.name}`,
    cells: [model.name, runtime.name, model.state, ...cells, memoryCell(model)],
  };
}

function memoryCell({ memoryBytes, gpuShare }: ModelStatus): Cell {
  if (memoryBytes === undefined || gpuShare === undefined) return sizeText(memoryBytes);
  const reading = readingOf(memoryBytes, 'bytes');
  return { ...reading, hint: `${Math.round(gpuShare * 100)}% of it on a GPU.` };
}
