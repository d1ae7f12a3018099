import type { MetricId } from '../../src/protocol/catalogue';
import type { Quality } from '../../src/protocol/metric';
import type { Line } from '../shared/line';
import { seriesKey, type DrawnSeries, type LineSource } from '../shared/lineTrace';
import { isDrawn } from '../shared/shownValue';
import { lineColours, type LineColour } from '../shared/palette';
import type { ShownTime } from './chartSpec';

/** More lines than this in one chart could not be told apart. */
export const mostLines = 12;
const mostApart = 2;

/** The line of one series. */
export function lineOf(known: DrawnSeries, name: string, colour: LineColour, isDashed = false): Line {
  const { quality, reason } = known.info;
  return {
    key: seriesKey(known.info),
    name,
    colour,
    isDashed,
    trace: known.trace,
    quality,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Whether a series has something to show: a sample of the time shown, or a reason why there is none. */
export function isShown({ info, trace }: DrawnSeries): boolean {
  return info.quality === 'unavailable' || !trace.isEmpty;
}

/** The lines that can be drawn of a stretch of time; all of them, for their reasons, where none can. */
export function drawable(lines: readonly Line[], { from, to }: ShownTime): Line[] {
  const known = lines.filter((line) => isDrawn(line, from, to));
  return (known.length > 0 ? known : lines).slice(0, mostLines);
}

interface Flow {
  readonly metric: MetricId;
  readonly name: string;
  /** Its name where it is one of several devices. */
  readonly nameOf: (device: string) => string;
  readonly colours: readonly [LineColour, LineColour];
}

/** Lines for what flows two ways through devices: each device's own while they are few, else their sums. */
export function flowLines(source: LineSource, label: string, flows: readonly Flow[]): Line[] {
  const shown = flows.map((flow) => ({ ...flow, series: source.all(flow.metric).filter(isShown) }));
  const most = Math.max(...shown.map(({ series }) => series.length));
  if (most > mostApart) return shown.map((flow) => sumLine(source, flow));
  const perDevice = shown.flatMap(({ name, nameOf, colours, series }) =>
    series.map((known, at) => {
      const device = known.info.labels[label] ?? '';
      return lineOf(known, most > 1 ? nameOf(device) : name, colours[at]!);
    }),
  );
  return perDevice;
}

function sumLine(source: LineSource, { metric, name, colours, series }: Flow & { series: DrawnSeries[] }): Line {
  const quality = worst(series.map(({ info }) => info.quality));
  const reason = series.find(({ info }) => info.quality === quality)?.info.reason;
  return {
    key: `${metric} sum`,
    name,
    colour: colours[0],
    isDashed: false,
    trace: source.sum(metric)!,
    quality,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** A sum is as good as its parts; one part that cannot be had does not take the others away. */
function worst(qualities: readonly Quality[]): Quality {
  if (qualities.every((quality) => quality === 'unavailable')) return 'unavailable';
  return qualities.every((quality) => quality === 'measured') ? 'measured' : 'estimated';
}

/** One line for each model; with several runtimes, named after both. */
export function modelLines(source: LineSource, metric: MetricId): Line[] {
  const all = source.all(metric);
  const runtimes = new Set(all.map(({ info }) => info.labels['runtime']));
  return all
    .map((known, at) => {
      const { runtime, model } = known.info.labels;
      const name = runtimes.size > 1 ? `${model ?? ''} (${runtime ?? ''})` : (model ?? '');
      const order = modelColours[at % modelColours.length]!;
      return { known, line: lineOf(known, name, order, at % (2 * lineColours.length) >= lineColours.length) };
    })
    .filter(({ known }) => isShown(known))
    .slice(0, mostLines)
    .map(({ line }) => line);
}

/** Tokens are green first, so that they are told from the machine's blue at a glance. */
const modelColours: readonly LineColour[] = ['green', 'blue', 'purple', 'orange', 'yellow', 'red'];
