import type { ToView } from '../../src/protocol/viewLink';

/** What comes again and again shows in charts as time passes; the rest, at once. */
export function comesByTheClock({ type }: ToView): boolean {
  return type === 'rows' || type === 'activity' || type === 'status';
}
