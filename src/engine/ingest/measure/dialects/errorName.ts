import { wire } from './wire';

/** What the names of errors look like; a sentence, which might quote a prompt, does not. */
const name = /^[A-Za-z][A-Za-z0-9_.-]{0,47}$/;

/**
 * The name of an error that an answer holds: empty where it has none that may be shown; undefined where there is no
 * error. Its message is never used, for it may quote what was asked.
 */
export function errorName(error: unknown): string | undefined {
  if (error === undefined || error === null || error === false || error === '') return undefined;
  const { type, code } = wire(error);
  for (const candidate of [type, code]) if (typeof candidate === 'string' && name.test(candidate)) return candidate;
  return '';
}
