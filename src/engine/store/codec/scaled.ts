import { integerLimit } from './quantize';
import { widestRange } from './integerColumn';

/**
 * Puts the values that there are, times `power` and rounded, at the front of `scaled` and returns how many they are;
 * undefined when they cannot all be told as integers.
 */
export function scaleInto(scaled: Float64Array, values: Float64Array, power: number): number | undefined {
  let count = 0;
  let least = Infinity;
  let largest = -Infinity;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const integer = Math.round(value * power) + 0;
    if (!(Math.abs(integer) < integerLimit)) return undefined;
    scaled[count++] = integer;
    if (integer < least) least = integer;
    if (integer > largest) largest = integer;
  }
  return largest - least < widestRange || count === 0 ? count : undefined;
}
