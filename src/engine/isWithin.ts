import { setTimeout as delay } from 'node:timers/promises';

/** Whether something ends within so many ms. @throws What it rejects with before that. */
export async function isWithin(ending: Promise<unknown>, limitMs: number): Promise<boolean> {
  const over = new AbortController();
  const limit = delay(limitMs, false, { signal: over.signal }).catch(() => true);
  try {
    return await Promise.race([ending.then(() => true), limit]);
  } finally {
    over.abort();
  }
}
