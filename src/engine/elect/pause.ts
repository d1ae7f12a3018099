import { setTimeout as delay } from 'node:timers/promises';

/** Before what needs somebody to do something is tried again, ms. */
export const slowlyMs = 5000;

/** Waits, ms; ends at once when it is to stop. */
export async function pause(ms: number, stopping: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: stopping }).catch(() => undefined);
}
