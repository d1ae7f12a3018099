import type { ModelReading } from '../collect/runtimes/adapter';
import type { FigureMetric } from '../collect/runtimes/figures';
import type { ModelFrame } from './modelFrame';

const notRead =
  'The model server cannot be read now, or does not list this model; its entry under the components says why.';

/** Says what the runtime's own account of a figure is worth. */
export function sayShortfall(frame: ModelFrame, reading: ModelReading | undefined, metric: FigureMetric): void {
  if (!reading) {
    frame.say(metric, 'unavailable', notRead);
    return;
  }
  const shortfall = reading.shortfalls?.[metric];
  frame.say(metric, shortfall?.quality ?? 'measured', shortfall?.reason);
}
