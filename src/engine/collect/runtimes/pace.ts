/** At most this share of wall time goes into reading one runtime. */
const ownShare = 0.01;
/**
 * CPU time that one request takes in Node and the kernel, besides reading the answer: measured on a slow machine, where
 * it was 1.2 ms of 1.3 ms in all.
 */
export const requestCostMs = 1.2;
const firstRetryMs = 2000;
const lastRetryMs = 30_000;

/**
 * Milliseconds between the starts of two readings.
 * @param wantedMs What the runtime's state asks for.
 * @param sampleRate The user's upper bound, Hz.
 * @param costMs Time that one reading takes of the monitor's own thread.
 */
export function intervalMs(wantedMs: number, sampleRate: number, costMs: number): number {
  return Math.max(wantedMs, 1000 / sampleRate, costMs / ownShare);
}

/** Milliseconds until a runtime that failed some times in a row is tried again: 2 s, doubling up to 30 s. */
export function retryMs(failures: number): number {
  return Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 10));
}
