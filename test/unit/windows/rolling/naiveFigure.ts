import type { Aggregation } from '../../../../src/protocol/rules/rule';
import type { FigureSpec } from '../../../../src/engine/windows/rolling/figure';

export interface Point {
  /** Milliseconds since 1970. */
  readonly t: number;
  /** NaN: no value. */
  readonly v: number;
  /** Which of the times at which seconds were closed brought it; a sample that comes late stands for a second of its own. */
  readonly closedIn?: number;
}

/** What `FigureSpec` promises, of a plain list of the samples whose seconds are closed. */
export function naiveFigure(closed: readonly Point[], spec: FigureSpec, now: number): number {
  return figureOf(inWindow(closed, spec, now), spec.aggregation);
}

export function inWindow(closed: readonly Point[], spec: FigureSpec, now: number): Point[] {
  const { windowMs, offsetMs } = spec;
  const width = 1000 * Math.max(1, Math.floor(windowMs / 100_000), Math.floor(offsetMs / 2_400_000));
  const end = Math.floor((now - offsetMs) / width);
  const first = end - Math.ceil(windowMs / width);
  const inside = closed.filter(({ t, v }) => {
    const bucket = Math.floor(t / width);
    return !Number.isNaN(v) && bucket >= first && (offsetMs === 0 || bucket < end);
  });
  if (spec.ignoresZero !== true) return inside;
  const secondOf = ({ t, closedIn }: Point): string => `${Math.floor(t / 1000)}/${closedIn}`;
  const busy = new Set(inside.filter(({ v }) => v !== 0).map(secondOf));
  return inside.filter((point) => busy.has(secondOf(point)));
}

export function figureOf(points: readonly Point[], aggregation: Aggregation): number {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return NaN;
  const values = points.map(({ v }) => v);
  const sum = values.reduce((a, b) => a + b, 0);
  const avg = sum / values.length;
  const rank = (q: number): number => [...values].sort((a, b) => a - b)[Math.ceil(q * values.length) - 1]!;
  switch (aggregation) {
    case 'avg':
      return avg;
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'last':
      return last.v;
    case 'sum':
      return sum;
    case 'count':
      return values.length;
    case 'change':
      return last.v - first.v;
    case 'rate':
      return last.t > first.t ? ((last.v - first.v) * 1000) / (last.t - first.t) : 0;
    case 'stddev':
      return Math.sqrt(values.reduce((a, v) => a + (v - avg) ** 2, 0) / values.length);
    case 'p50':
      return rank(0.5);
    case 'p95':
      return rank(0.95);
    case 'p99':
      return rank(0.99);
  }
}
