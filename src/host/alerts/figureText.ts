import type { Unit } from '../../protocol/metric';
import { quantity } from '../../protocol/quantity';

/** A figure with its unit on one line: `91.5%`, `7.1 GiB`, `1240 ms`. */
export function figureText(value: number, unit: Unit | null): string {
  if (unit === null) return String(Number(value.toPrecision(4)));
  const { number, unit: name } = quantity(value, unit);
  if (name === '') return number;
  return name === '%' ? `${number}%` : `${number} ${name}`;
}
