import type { Quality } from '../../protocol/metric';
import type { Worker } from './work';

/** A worker and the time, in ms, that counts for it. */
export interface Share {
  readonly worker: Worker;
  readonly requestMs: number;
}

/**
 * Hands out the energy of an interval in proportion to the time that requests were under way in it. What is handed out is
 * what there was: the last share is what is left of the rounding.
 * @param aboveIdle Joules above idle power.
 * @param gross All joules of the interval.
 */
export function shareOut(
  shares: readonly Share[],
  aboveIdle: number,
  gross: number,
  quality: Exclude<Quality, 'unavailable'>,
): void {
  const all = shares.reduce((sum, { requestMs }) => sum + requestMs, 0);
  let aboveIdleLeft = aboveIdle;
  let grossLeft = gross;
  shares.forEach(({ worker, requestMs }, index) => {
    const isLast = index === shares.length - 1;
    const part = requestMs / all;
    const mine = isLast ? aboveIdleLeft : Math.min(aboveIdleLeft, aboveIdle * part);
    const mineGross = isLast ? grossLeft : Math.min(grossLeft, gross * part);
    aboveIdleLeft -= mine;
    grossLeft -= mineGross;
    worker.take(mine, mineGross, quality);
  });
}
