import type { Log } from './log';

/** Tells people that the machine's clock was set back, by how many ms, and what it means. */
export function clockSetBack(log: Log): (byMs: number) => void {
  return (byMs) => {
    log(
      'warn',
      `The clock was set back by ${(byMs / 1000).toFixed(1)} s. What was in memory is set aside; measuring goes on.`,
    );
  };
}
