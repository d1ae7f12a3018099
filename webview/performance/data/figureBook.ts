import { Trace } from '../../shared/trace';
import type { TimeWindow } from '../state/timeWindow';
import type { ShownData } from './chartData';
import { figuresOfColumn, figuresOfSteps, noFigures, type LineFigures } from './lineFigures';
import type { PickedLine } from './pickedLines';

/** Figures of live samples are made anew this seldom, ms, since each sorts them all. */
const periodMs = 1000;

/** What each line comes to over the stretch shown. */
export class FigureBook {
  private readonly byKey = new Map<string, LineFigures>();
  private madeFor = '';
  private madeAt = -Infinity;

  /**
   * Brings the figures up to date.
   * @param quantiles Of lines of the past, where they are known.
   * @param kind A live stretch is the same one as it moves on; one that stands still is another one elsewhere.
   */
  look(
    { lines, range, stepMs, isComplete }: ShownData,
    quantiles: ReadonlyMap<string, LineFigures['quantiles']> | undefined,
    kind: TimeWindow['kind'],
  ): void {
    const place = kind === 'live' ? kind : range.from;
    const wanted = `${place} ${range.to - range.from} ${stepMs} ${isComplete} ${quantiles?.size} ${lines.map(({ key }) => key).join('\n')}`;
    const age = range.to - this.madeAt;
    if (wanted === this.madeFor && age >= 0 && age < periodMs) return;
    this.madeFor = wanted;
    this.madeAt = range.to;
    this.byKey.clear();
    for (const line of lines)
      this.byKey.set(line.key, figuresOf(line, range, isComplete ? quantiles?.get(line.key) : undefined));
  }

  of({ key }: PickedLine): LineFigures {
    return this.byKey.get(key) ?? noFigures;
  }
}

function figuresOf(
  { trace }: PickedLine,
  range: ShownData['range'],
  quantiles: LineFigures['quantiles'] | undefined,
): LineFigures {
  if (trace.steps) return figuresOfSteps(trace.steps, range, quantiles);
  return trace instanceof Trace && trace.column ? figuresOfColumn(trace.column, range) : noFigures;
}
