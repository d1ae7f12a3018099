import assert from 'node:assert/strict';
import type { Group } from '../../../../src/engine/metrics/group';
import type { Series } from '../../../../src/engine/metrics/series';
import { Pipeline } from '../../../../src/engine/pipeline';
import { RollingFigures } from '../../../../src/engine/windows/rolling/rollingFigures';
import type { FigureSpec } from '../../../../src/engine/windows/rolling/figure';
import { inWindow, naiveFigure, type Point } from './naiveFigure';

export const start = 1_700_000_000_000;
const notYet = 0;

/** Figures fed by a real pipeline, beside a plain list of what was fed and of which seconds are closed. */
export class FigureBed {
  readonly pipeline = new Pipeline(1 << 24);
  readonly figures = figuresOf(this.pipeline);
  readonly series: Series = this.pipeline.series('system.cpu_percent');
  private readonly group: Group = this.pipeline.group('system', 10);
  private points: { readonly t: number; readonly v: number; closedIn: number }[] = [];
  private closings = 0;

  constructor() {
    this.group.setLayout([this.series]);
  }

  commit(t: number, v: number): void {
    this.close(t);
    this.group.values[0] = v;
    this.pipeline.commit(this.group, t);
    this.points.push({ t, v, closedIn: notYet });
  }

  settle(now: number): void {
    this.pipeline.windows.settle(now);
    this.close(now);
  }

  get closed(): Point[] {
    return this.points.filter(({ closedIn }) => closedIn !== notYet);
  }

  /** Asserts that a figure says what a recomputation says. */
  check(spec: FigureSpec, now: number, closed: readonly Point[] = this.closed): void {
    const figure = this.figures.open(this.series, spec);
    const expected = naiveFigure(closed, spec, now);
    const what = `${spec.aggregation} over ${spec.windowMs} ms that ended ${spec.offsetMs} ms before ${now - start}`;
    assertNear(figure.value(now), expected, spec, closed, what);
    assert.equal(figure.samples(now), inWindow(closed, spec, now).length, `samples of ${what}`);
    this.figures.close(this.series, spec);
  }

  private close(until: number): void {
    this.closings++;
    for (const point of this.points)
      if (point.closedIn === notYet && Math.floor(point.t / 1000) < Math.floor(until / 1000))
        point.closedIn = this.closings;
  }
}

export function figuresOf(pipeline: Pipeline): RollingFigures {
  const { windows } = pipeline;
  const figures = new RollingFigures({
    fast: (series, windowMs, now) => windows.recent(series, windowMs, now),
    newestAt: (series) => windows.newestAt(series),
    past: (series, from, to, visit) => {
      windows.past(series, from, to, visit);
    },
  });
  windows.listener = figures;
  return figures;
}

function assertNear(actual: number, expected: number, spec: FigureSpec, all: readonly Point[], what: string): void {
  if (Number.isNaN(expected)) {
    assert.ok(Number.isNaN(actual), `${what} is ${actual} although there is no sample`);
    return;
  }
  const exact = new Set(['min', 'max', 'last', 'count', 'change', 'rate']).has(spec.aggregation);
  const scale = all.reduce((most, { v }) => (Math.abs(v) > most ? Math.abs(v) : most), 1);
  const allowed = exact
    ? Math.abs(expected) * 1e-12
    : spec.aggregation.startsWith('p')
      ? Math.abs(expected) * 0.0100001 + 1e-12
      : scale * Math.max(1, all.length) * (spec.aggregation === 'stddev' ? 1e-9 : 1e-13);
  assert.ok(Math.abs(actual - expected) <= allowed, `${what} is ${actual} instead of ${expected}`);
}
