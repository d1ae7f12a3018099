import type { ModelReading } from '../collect/runtimes/adapter';
import type { FigureMetric } from '../collect/runtimes/figures';
import type { ModelFrame } from './modelFrame';

/** Says what the runtime's own account of a figure is worth. */
export function sayShortfall(frame: ModelFrame, reading: ModelReading | undefined, metric: FigureMetric): void {
  const shortfall = reading?.shortfalls?.[metric];
  frame.say(metric, shortfall?.quality ?? 'measured', shortfall?.reason);
}
