import type { Operator } from '../../../protocol/rules/rule';

/** Whether `value operator bound` holds; both ends belong to `between`. `low` and `high` are equal but for ranges. */
export function compares(operator: Operator, value: number, low: number, high: number): boolean {
  switch (operator) {
    case '>':
      return value > high;
    case '>=':
      return value >= high;
    case '<':
      return value < low;
    case '<=':
      return value <= low;
    case '==':
      return value === low;
    case '!=':
      return value !== low;
    case 'between':
      return value >= low && value <= high;
    case 'outside':
      return value < low || value > high;
  }
}

/** How far a value is on the side where the comparison holds; the worst of several is the one with the most. */
export function excess(operator: Operator, value: number, low: number, high: number): number {
  switch (operator) {
    case '>':
    case '>=':
      return value - high;
    case '<':
    case '<=':
      return low - value;
    case '==':
      return -Math.abs(value - low);
    case '!=':
      return Math.abs(value - low);
    case 'between':
      return Math.min(value - low, high - value);
    case 'outside':
      return Math.max(low - value, value - high);
  }
}

/** The end of a range that people are told of: the one that is passed, or the nearer one. */
export function nearerEnd(value: number, low: number, high: number): number {
  return Math.abs(value - low) <= Math.abs(high - value) ? low : high;
}
