import { setImmediate } from 'node:timers/promises';

/** Lets whatever waits for this thread go first, such as a question about the past. @throws the signal's reason. */
export async function breathe(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await setImmediate();
  signal.throwIfAborted();
}
