// @ts-check

const pollMs = 100;
/** Longer than anything takes on a busy machine: whoever waits so long waits for what never comes. */
export const hangsMs = 90_000;

/**
 * Waits until `read` gives something other than false or undefined, and returns it.
 * @template T
 * @param {string} what Is in the error's message.
 * @param {() => Promise<T | undefined | false> | T | undefined | false} read
 * @param {number} [timeoutMs]
 * @returns {Promise<T>}
 */
export async function eventually(what, read, timeoutMs = hangsMs) {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`Not within ${timeoutMs / 1000} s: ${what}.`);
    await pause(pollMs);
  }
}

/** @returns {Promise<void>} */
export const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
