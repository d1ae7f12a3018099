import type { Aggregation, Measure, Selector } from '../rule';
import { defaults } from './defaults';

interface MeasureShape {
  readonly aggregation?: Aggregation | undefined;
  readonly window?: number | undefined;
  readonly ignore_zero?: boolean | undefined;
}

/** A measure with what its shape does not say filled in. */
export function measureOf(selector: Selector, shape: MeasureShape): Measure {
  const { aggregation = defaults.aggregation, window: windowMs = defaults.windowMs } = shape;
  const measure = { selector, aggregation, windowMs };
  return shape.ignore_zero === true ? { ...measure, ignoresZero: true } : measure;
}
