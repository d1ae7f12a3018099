import { quantity, type Quantity } from '../../../src/protocol/quantity';
import type { Quality } from '../../../src/protocol/metric';
import { energyTotal, joined } from '../../shared/format';
import { knownReading, readingOf, withHint, type Reading } from '../../shared/reading';

/** Joules as they are written from here on in the next greater unit. */
const mostJoules = 99_999.5;

/** Joules, in thousands or millions where there are many: `812.4 J`, `1,204 kJ`. */
function joulesQuantity(joules: number): Quantity {
  if (joules < mostJoules) return quantity(joules, 'joules');
  const isMega = joules >= 1000 * mostJoules;
  return { number: quantity(joules / (isMega ? 1e6 : 1e3), 'joules').number, unit: isMega ? 'MJ' : 'kJ' };
}

/** Energy so far as a figure, with the same in watt-hours for whoever points at it. */
export function energyReading(joules: number, quality: Quality, reason?: string): Reading {
  if (quality === 'unavailable' || Number.isNaN(joules)) return readingOf(undefined, 'joules', quality, reason);
  const known = knownReading(joulesQuantity(joules), quality, reason);
  const total = energyTotal(joules);
  return withHint(known, total.unit === 'J' ? undefined : `${joined(total)}.`);
}
