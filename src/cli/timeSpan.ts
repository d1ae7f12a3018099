import { wrongUsage } from './failure';
import type { OptionValues } from './verb';
import { momentOf, textOf } from './words';

/** A stretch of time, ms since 1970. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * What `--from` and `--to` say: up to now, and from `reachMs` before its end, where they do not.
 * @throws Failure for wrong usage.
 */
export function timeSpanOf(values: OptionValues, reachMs: number, verb: string): TimeSpan {
  const now = Date.now();
  const [begin, end] = ['from', 'to'].map((name) => textOf(values, name));
  const to = end === undefined ? now : momentOf(end, 'to', now, verb);
  const from = begin === undefined ? to - reachMs : momentOf(begin, 'from', now, verb);
  if (from > to) throw wrongUsage('--from is later than --to. Exchange them', verb);
  return { from, to };
}
