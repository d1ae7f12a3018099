import { wrongUsage } from './failure';
import type { OptionValues } from './verb';

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** The last moment that a date can name, ms since 1970. */
const endOfTime = 8.64e15;

/** A word or an option's value; undefined when it is not given. */
export function textOf(values: OptionValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * A moment as it is written on the command line: ms since 1970, a date or time in ISO 8601, or a while ago: `-24h`.
 * @returns Milliseconds since 1970. @throws Failure for wrong usage.
 */
export function momentOf(text: string, option: string, now: number, verb: string): number {
  const ago = /^-(\d{1,6})([smhd])$/.exec(text);
  if (ago) return now - Number(ago[1]) * units[ago[2]!]!;
  // Few digits are a year or a day that somebody meant, not a moment of 1970.
  const time = /^(?:0|\d{9,16})$/.test(text) ? Number(text) : isoTime(text);
  if (time >= 0 && time <= endOfTime) return time;
  throw wrongUsage(
    `--${option} takes a date such as 2026-11-21 or 2026-11-21T14:30:00Z, ms since 1970, or a while ago such as --${option}=-24h`,
    verb,
  );
}

/**
 * A length of time as it is written on the command line: a number and a unit, such as `10s`, or ms.
 * @returns Milliseconds, from 1 to `most`. @throws Failure for wrong usage.
 */
export function durationOf(text: string, option: string, most: number, verb: string): number {
  const parts = /^(\d{1,9})(ms|[smhd])?$/.exec(text);
  const ms = parts ? Number(parts[1]) * (units[parts[2] ?? 'ms'] ?? 1) : NaN;
  if (ms >= 1 && ms <= most) return ms;
  throw wrongUsage(`--${option} takes a time from 1ms to ${most / 3_600_000}h such as 10s, 1m or 1h`, verb);
}

/** A date without a time is its midnight in UTC, a time without a zone is local, as ISO 8601 has it. */
function isoTime(text: string): number {
  return /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?$/.test(text)
    ? Date.parse(text)
    : NaN;
}
