import { median } from './meter';

/** One line of the store's table. */
export interface StoreFigure {
  readonly figure: string;
  readonly unit: string;
  /** A figure for each round. */
  readonly values: readonly number[];
  /** At most this; less would be better. */
  readonly target?: number;
}

/** Figure, median, range, unit and target, and whether it was reached. */
export function figureRow({ figure, unit, values, target }: StoreFigure): string[] {
  const middle = median(values);
  const range = `${shown(Math.min(...values))} to ${shown(Math.max(...values))}`;
  const verdict = target === undefined ? '' : middle <= target ? 'reached' : 'missed';
  return [figure, shown(middle), range, unit, target === undefined ? '' : String(target), verdict];
}

function shown(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0);
}
