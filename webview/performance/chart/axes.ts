import type { Unit } from '../../../src/protocol/metric';
import type { Scale } from '../../shared/scaleTop';
import type { Axis } from './chartContent';

/** How the values of a unit are divided into round parts. */
export function scaleOf(unit: Unit): Scale {
  if (unit === 'percent') return 'percent';
  return unit === 'bytes' || unit === 'bytes_per_second' ? 'bytes' : 'decimal';
}

/**
 * One axis for each unit, in the order in which the units first come: left, right, and the further ones right of it.
 * Percent reaches from 0 to 100; the ends of the others are fitted to what is shown.
 */
export function axesOf(lines: readonly { readonly axis: Unit }[]): Axis[] {
  const units = [...new Set(lines.map(({ axis }) => axis))];
  return units.map((unit, at) => ({
    unit,
    side: at === 0 ? 'left' : 'right',
    min: 0,
    max: unit === 'percent' ? 100 : undefined,
  }));
}
