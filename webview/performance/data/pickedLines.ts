import type { ChartMetric } from '../../../src/protocol/layout/layout';
import type { Labels } from '../../../src/protocol/metric';
import { seriesKey, type LineInfo, type LineSource, type LineTrace } from '../../shared/lineTrace';
import type { LineColour } from '../../shared/palette';
import { isPicked, metricsOf, mostLines } from '../state/picks';
import type { ColourBook } from './colourBook';

/** One series that the user chose, as chart, legend and files show it. */
export interface PickedLine {
  readonly key: string;
  readonly name: string;
  readonly info: LineInfo;
  readonly trace: LineTrace;
  readonly colour: LineColour;
  readonly isDashed: boolean;
}

export interface PickedLines {
  readonly lines: readonly PickedLine[];
  /** How many more there are than one chart shows. */
  readonly leftOut: number;
}

/** The series of a source that are picked, in the order of the picks. */
export function pickedLines(picks: readonly ChartMetric[], source: LineSource, colours: ColourBook): PickedLines {
  const found: Omit<PickedLine, 'colour' | 'isDashed'>[] = [];
  for (const metric of metricsOf(picks))
    for (const { info, trace } of source.all(metric)) {
      const pick = picks.find((one) => isPicked(one, metric, info.labels));
      if (pick) found.push({ key: seriesKey(info), name: nameOf(pick, info.labels), info, trace });
    }
  const shown = found.slice(0, mostLines);
  colours.keep(shown.map(({ key }) => key));
  return {
    lines: shown.map((line) => ({ ...line, ...colours.styleOf(line.key) })),
    leftOut: found.length - shown.length,
  };
}

/** Labels as people read them: `core 3, state idle`; empty without any. */
export function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function nameOf({ metric, name }: ChartMetric, labels: Labels): string {
  const text = labelsText(labels);
  return text === '' ? (name ?? metric) : `${name ?? metric} · ${text}`;
}
