import type { Aggregation, Operator } from '../../../protocol/rules/rule';

/** Whoever has a window this short sees that it is no more than a moment. */
const momentMs = 10_000;

/**
 * How much of a window must have been watched before it can be judged, ms: all of it where samples that are missing
 * could make untrue what the others say, 0 where what was seen is enough.
 */
export function toWatchMs(windowMs: number, aggregation: Aggregation, operator: Operator): number {
  return windowMs > momentMs && couldTurn(aggregation, operator) ? windowMs : 0;
}

function couldTurn(aggregation: Aggregation, operator: Operator): boolean {
  if (aggregation === 'max' || aggregation === 'count') return operator !== '>' && operator !== '>=';
  if (aggregation === 'min') return operator !== '<' && operator !== '<=';
  return aggregation !== 'last';
}

const turned: Partial<Record<Operator, Operator>> = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' };

/** The operator as seen from `other` in `value operator factor * other + plus`. */
export function seenFromOther(operator: Operator, factor: number): Operator {
  return factor < 0 ? operator : (turned[operator] ?? operator);
}
