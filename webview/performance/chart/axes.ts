import type { Unit } from '../../../src/protocol/metric';
import { scaleTop } from '../../shared/scaleTop';
import type { Axis } from './chartContent';

const leastTop = 1;
/** Of these also the quarters have at most two digits. */
const roundMantissas = [1, 2, 4, 6, 8, 10] as const;
const leastPlotWidth = 140;

/**
 * One axis for each unit, in the order in which the units first come: left, right, and the further ones right of it.
 * Their ends are fitted to what is shown.
 */
export function axesOf(lines: readonly { readonly axis: Unit }[]): Axis[] {
  const units = [...new Set(lines.map(({ axis }) => axis))];
  return units.map((unit, at) => ({ unit, side: at === 0 ? 'left' : 'right', min: undefined, max: undefined }));
}

/** How many axes, from the first on, leave the lines enough room on a chart so many CSS pixels wide. */
export function roomForAxes(axes: number, width: number, axisWidth: number): number {
  return Math.max(Math.min(axes, 1), Math.min(axes, Math.floor((width - leastPlotWidth) / axisWidth)));
}

/** The least round number at or above a value whose quarters are round too; binary for sizes, 100 for percent. */
export function axisTop(greatest: number, unit: Unit): number {
  if (unit === 'percent' && !(greatest > 100)) return scaleTop(greatest, 'percent');
  if (unit === 'bytes' || unit === 'bytes_per_second') return scaleTop(greatest, 'bytes');
  if (unit === 'flag' || !(greatest > leastTop) || !Number.isFinite(greatest)) return leastTop;
  const power = 10 ** Math.floor(Math.log10(greatest));
  return (roundMantissas.find((mantissa) => mantissa * power >= greatest) ?? 10) * power;
}

/** The ends of an axis on which all values fit. It begins at 0, and where there are values below, as far below as above. */
export function axisEnds(axis: Axis, least: number, greatest: number): { readonly min: number; readonly max: number } {
  const isBelow = least < 0 && Number.isFinite(least);
  const top = axisTop(Math.max(greatest, isBelow ? -least : -Infinity), axis.unit);
  const max = axis.max ?? top;
  const min = axis.min ?? (isBelow ? -top : 0);
  return max > min ? { min, max } : { min, max: min + leastTop };
}
