import { Trace } from '../../shared/trace';
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

  /** Brings the figures up to date. @param quantiles Of lines of the past, where they are known. */
  look(
    { lines, range, stepMs, isComplete }: ShownData,
    quantiles: ReadonlyMap<string, LineFigures['quantiles']> | undefined,
  ): void {
    const wanted = `${range.to - range.from} ${stepMs} ${isComplete} ${quantiles?.size} ${lines.map(({ key }) => key).join('\n')}`;
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
