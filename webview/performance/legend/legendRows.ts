import { readingOf, type Reading } from '../../shared/reading';
import { valueReading } from '../../shared/shownValue';
import type { LineFigures } from '../data/lineFigures';
import type { PickedLine } from '../data/pickedLines';
import type { SortKey } from '../state/savedState';
import type { LegendRow } from './legendTable';

/** A line with its figures, before they are written. */
export interface FiguredLine {
  readonly line: PickedLine;
  readonly figures: LineFigures;
  readonly isHidden: boolean;
  readonly note: string;
}

/** Rows of a legend in the order wanted: names ascending, figures descending with those not known last. */
export function legendRows(lines: readonly FiguredLine[], sort: SortKey): LegendRow[] {
  return sorted(lines, sort).map(({ line, figures, isHidden, note }) => {
    const { unit, quality, reason } = line.info;
    const read = (value: number): Reading => valueReading(value, unit, line.info);
    return {
      line,
      isHidden,
      note,
      figures: {
        now: readingOf(figures.last, unit, quality, reason),
        min: read(figures.min),
        avg: read(figures.avg),
        max: read(figures.max),
        p95: read(figures.quantiles[95]),
      },
    };
  });
}

function sorted(lines: readonly FiguredLine[], sort: SortKey): readonly FiguredLine[] {
  if (sort === 'picked') return lines;
  if (sort === 'name')
    return [...lines].sort((a, b) => a.line.name.localeCompare(b.line.name, 'en', { numeric: true }));
  const value = ({ figures }: FiguredLine): number => {
    const figure = sort === 'now' ? figures.last : sort === 'p95' ? figures.quantiles[95] : figures[sort];
    return Number.isNaN(figure) ? -Infinity : figure;
  };
  return [...lines].sort((a, b) => value(b) - value(a) || 0);
}
