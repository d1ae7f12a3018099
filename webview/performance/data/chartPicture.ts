import { isDrawn } from '../../shared/shownValue';
import { axesOf } from '../chart/axes';
import type { ChartContent, ChartLine, QuantileLine, TimeRange } from '../chart/chartContent';
import type { Choice } from '../state/choice';
import { longestMs } from '../state/timeWindow';
import type { ChartData, ShownData } from './chartData';
import { comparisonLines } from './comparison';
import type { FigureBook } from './figureBook';
import { shownQuantiles } from './lineFigures';
import type { PickedLine } from './pickedLines';

const noMarks: ChartContent['marks'] = { alerts: [], sessions: [], isComplete: true };

/** The picture of what is shown, as the chart draws it. */
export function contentOf(shown: ShownData, data: ChartData, choice: Choice, figures: FigureBook): ChartContent {
  const { from, to } = shown.range;
  const visible = shown.lines.filter(
    ({ key, info, trace }) => !choice.isHidden(key) && isDrawn({ ...info, trace }, from, to),
  );
  const { comparison } = data;
  const before = comparison ? comparisonLines(visible, comparison) : [];
  const lines = [...before, ...visible.map(chartLine)];
  return {
    ...shown.range,
    axes: axesOf(lines),
    lines,
    marks: data.marks ?? noMarks,
    quantiles: choice.hasQuantiles ? visible.flatMap((line) => quantilesOf(line, figures)) : [],
  };
}

/** What the strip below a chart spans: the stretch that "live" would show, and the one shown where that is not in it. */
export function brushRange(shown: TimeRange, now: number, liveLengthMs: number): TimeRange {
  const from = Math.min(shown.from, now - liveLengthMs);
  const to = Math.max(shown.to, now);
  // Where the stretch shown lies long ago, the strip is of its surroundings.
  if (to - from <= longestMs) return { from, to };
  const margin = Math.max(liveLengthMs, shown.to - shown.from) / 2;
  return { from: shown.from - margin, to: Math.min(to, shown.to + margin) };
}

function chartLine({ key, name, info, trace, colour, isDashed }: PickedLine): ChartLine {
  return {
    key,
    name,
    axis: info.unit,
    colour,
    isDashed,
    data: trace,
    quality: info.quality,
    ...(info.reason === undefined ? {} : { reason: info.reason }),
    isComparison: false,
  };
}

function quantilesOf(line: PickedLine, figures: FigureBook): QuantileLine[] {
  const { quantiles } = figures.of(line);
  return shownQuantiles
    .map((p) => ({ line: line.key, p, value: quantiles[p] }))
    .filter(({ value }) => Number.isFinite(value));
}
