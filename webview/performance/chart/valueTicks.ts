import type { Unit } from '../../../src/protocol/metric';
import { quantity } from '../../../src/protocol/quantity';
import { flagWord, formatTick } from '../../shared/format';
import { unitWord } from '../../shared/unitWord';

const leastHeightOfQuarters = 110;
const secondsFromMs = 10_000;
const hourMs = 3_600_000;
/** Their labels name the unit. */
const labelled: ReadonlySet<Unit> = new Set(['percent', 'bytes', 'bytes_per_second', 'milliseconds', 'flag']);

/** The values of an axis that get a label: its ends and quarters, or halves where it is so low that quarters would touch. */
export function valueTicks(min: number, max: number, height: number, unit: Unit): number[] {
  const parts = unit === 'flag' ? 1 : height >= leastHeightOfQuarters ? 4 : 2;
  return Array.from({ length: parts + 1 }, (_, at) => min + ((max - min) * at) / parts);
}

/** A label of an axis that ends at `max`. Percent, sizes and durations name their unit; of others, the axis' head does. */
export function valueTickText(value: number, max: number, unit: Unit): string {
  if (unit === 'flag') return flagWord(value);
  if (unit === 'milliseconds') return durationTick(value, max);
  if (unit === 'bytes' || unit === 'bytes_per_second') {
    return value < 0 ? `-${formatTick(-value, unit)}` : formatTick(value, unit);
  }
  return formatTick(value, unit);
}

/** What stands at the head of an axis whose labels do not name the unit; empty where they do. */
export function axisHead(unit: Unit): string {
  return labelled.has(unit) ? '' : quantity(1, unit).unit || unitWord(unit);
}

function durationTick(value: number, max: number): string {
  if (value === 0) return '0';
  const [size, name] = max >= 10 * hourMs ? [hourMs, 'h'] : max >= secondsFromMs ? [1000, 's'] : [1, 'ms'];
  return `${String(Number((value / size).toPrecision(3)))}\u00a0${name}`;
}
