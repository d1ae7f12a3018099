import type { Line } from './line';
import { withOpacity, type Palette } from './palette';
import type { Plane } from './plane';
import { middleOf } from './past/pastTrace';
import type { StepView } from './past/stepView';

const bandOpacity = 0.2;
const edgeOpacity = 0.55;

/** A stretch of rows between gaps. */
interface Run {
  readonly first: number;
  readonly last: number;
}

/** Draws, behind each line of means, the band between the least and the greatest sample of its steps. */
export function paintBands(
  context: CanvasRenderingContext2D,
  chart: Plane,
  lines: readonly Pick<Line, 'trace' | 'colour'>[],
  from: number,
  to: number,
  palette: Palette,
): void {
  const { left, right, top, bottom } = chart.area;
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  for (const { trace, colour } of lines) {
    if (!trace.steps) continue;
    for (const run of runsOf(trace.steps, from, to)) paintRun(context, chart, trace.steps, run, to, palette, colour);
  }
  context.restore();
}

function paintRun(
  context: CanvasRenderingContext2D,
  chart: Plane,
  steps: StepView,
  { first, last }: Run,
  to: number,
  palette: Palette,
  colour: Line['colour'],
): void {
  const { stepMs } = steps;
  const xOf = (row: number): number => chart.xOf(middleOf(steps.timeAt(row), stepMs, to));
  const isAlone = first === last;
  context.beginPath();
  for (let row = first; row <= last; row++) context.lineTo(xOf(row), chart.yOf(steps.highAt(row)));
  if (isAlone) {
    // As wide as the dash that stands for its mean.
    const end = chart.xOf(Math.min(to, steps.timeAt(first) + stepMs));
    context.lineTo(end, chart.yOf(steps.highAt(first)));
    context.lineTo(end, chart.yOf(steps.lowAt(first)));
  }
  for (let row = last; row >= first; row--) context.lineTo(xOf(row), chart.yOf(steps.lowAt(row)));
  context.closePath();
  if (palette.isHighContrast) {
    context.strokeStyle = withOpacity(palette.lines[colour], edgeOpacity);
    context.lineWidth = 1;
    context.stroke();
    return;
  }
  context.fillStyle = withOpacity(palette.lines[colour], bandOpacity);
  context.fill();
}

/** The unbroken runs of steps of which least and greatest are known. */
function runsOf(steps: StepView, from: number, to: number): Run[] {
  const runs: Run[] = [];
  const { gapMs } = steps;
  let first = -1;
  let row = Math.max(0, steps.firstFrom(from) - 1);
  for (; row < steps.length && steps.timeAt(row) <= to; row++) {
    const isKnown = Number.isFinite(steps.lowAt(row)) && Number.isFinite(steps.highAt(row));
    const isAfterGap = first >= 0 && steps.timeAt(row) - steps.timeAt(row - 1) > gapMs;
    if (first >= 0 && (!isKnown || isAfterGap)) {
      runs.push({ first, last: row - 1 });
      first = -1;
    }
    if (isKnown && first < 0) first = row;
  }
  if (first >= 0) runs.push({ first, last: row - 1 });
  return runs;
}
