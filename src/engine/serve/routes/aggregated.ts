import type { WindowStats } from '../../metrics/windowStats';
import { seriesPieces, type Answer } from '../answer';
import { matching } from '../matching';
import type { Parameters } from '../parameters';
import type { Sources } from '../sources';

const figures = [
  'count',
  'min',
  'max',
  'avg',
  'sum',
  'last',
  'rate',
  'change',
  'stddev',
  'p50',
  'p95',
  'p99',
] as const satisfies readonly (keyof WindowStats)[];

const unitMs = { s: 1000, m: 60_000, h: 3_600_000 };

/** `GET /api/metrics/aggregated`: statistics of each series over one rolling window. */
export function aggregated(parameters: Parameters, sources: Sources): Answer {
  parameters.only('window', 'metric');
  const window = parameters.choice('window', sources.windowSizes());
  const series = matching(sources.reader, parameters.pattern('*'));
  const now = sources.now();
  const windowMs = milliseconds(window);
  const pieces = seriesPieces({ window }, series, (each) => {
    const { metric, labels } = each;
    return [JSON.stringify({ metric, labels, ...statistics(sources.reader.window(each, windowMs, now)) })];
  });
  return { pieces };
}

/** Without a sample in the window the count is 0, and there are no other figures. */
function statistics(stats: WindowStats | undefined): Record<string, number | null> {
  return Object.fromEntries(figures.map((name) => [name, stats ? stats[name] : name === 'count' ? 0 : null]));
}

/** @param window A number and a unit, as the setting `aggregation.windowSizes` takes them. */
function milliseconds(window: string): number {
  return Number.parseInt(window, 10) * unitMs[window.slice(-1) as keyof typeof unitMs];
}
