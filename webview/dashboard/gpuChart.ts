import * as l10n from '@vscode/l10n';
import type { MetricId } from '../../src/protocol/catalogue';
import type { LineColour } from '../shared/palette';
import type { Line } from '../shared/line';
import type { LineSource } from '../shared/lineTrace';
import { meanReading, newestReading } from '../shared/reading';
import type { KnownSeries, SeriesStore } from '../shared/seriesStore';
import type { ChartSpec, Headline, ShownTime } from './chartSpec';
import { gpuName } from '../shared/gpuName';
import { drawable, lineOf } from './lines';

const flows: readonly {
  readonly metric: MetricId;
  readonly name: string;
  /** Its name where there are several GPUs. */
  readonly nameOf: (gpu: string) => string;
  readonly colours: readonly LineColour[];
}[] = [
  {
    metric: 'system.gpu_percent',
    name: l10n.t('In use'),
    nameOf: (gpu) => l10n.t('{0} in use', gpu),
    colours: ['green', 'blue', 'yellow'],
  },
  {
    metric: 'system.gpu_memory_percent',
    name: l10n.t('Memory'),
    nameOf: (gpu) => l10n.t('{0} memory', gpu),
    colours: ['purple', 'orange', 'red'],
  },
];

/** How busy each GPU is and how full its memory. */
export const gpuChart: ChartSpec = {
  id: 'gpu',
  title: l10n.t('GPU'),
  about: l10n.t(
    'Share of time in which a GPU had work, and share of its memory in use. The first says nothing about how much of the GPU that work filled.',
  ),
  unit: 'percent',
  scale: 'percent',
  isFilled: true,
  lines: gpuLines,
  headline: gpuHeadline,
};

/** Whether there is a GPU that tells anything, be it only why it tells nothing. */
export function hasGpu(store: SeriesStore): boolean {
  return flows.some(({ metric }) => store.all(metric).length > 0);
}

function gpuLines(source: LineSource, shown: ShownTime): Line[] {
  const lines = flows.flatMap(({ metric, name, nameOf, colours }) => {
    const all = source.all(metric);
    return all.map((known, at) => {
      const gpu = gpuName(known.info.labels['gpu'] ?? '');
      const title = all.length > 1 ? nameOf(gpu) : name;
      return lineOf(known, title, colours[at % colours.length]!, at >= colours.length);
    });
  });
  return drawable(lines, shown);
}

function gpuHeadline(store: SeriesStore): Headline {
  const all = store.all('system.gpu_percent');
  const busiest = all.reduce<KnownSeries | undefined>(
    (most, known) => (loadOf(known, store.newest) > loadOf(most, store.newest) ? known : most),
    all[0],
  );
  const reading = busiest ? meanReading(busiest, store.newest) : newestReading(undefined, store.newest);
  return all.length > 1 && reading.hasValue ? { reading, detail: l10n.t('busiest of {0}', all.length) } : { reading };
}

const loadOf = (known: KnownSeries | undefined, now: number): number => known?.trace.freshMean(now) ?? -1;
