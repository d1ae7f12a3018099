import * as v from 'valibot';

const form = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/;
const inMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a time such as `500ms`, `30s`, `5m`, `1.5h` or `1d`; undefined where it is none. */
export function durationMs(text: string): number | undefined {
  const [, number, unit] = form.exec(text) ?? [];
  return number === undefined || unit === undefined ? undefined : Number(number) * inMs[unit]!;
}

/** A time as a file of the user writes it: `30s`, `5m`, `1h`. */
export function durationText(ms: number): string {
  for (const unit of ['h', 'm', 's']) {
    const count = ms / inMs[unit]!;
    if (count >= 1 && Number.isInteger(count)) return `${count}${unit}`;
  }
  return ms === 0 ? '0s' : `${ms}ms`;
}

/** A time within bounds, as milliseconds. */
export function duration(fromMs: number, toMs: number): v.GenericSchema<string, number> {
  const words = `a time from ${durationText(fromMs)} to ${durationText(toMs)}, such as "30s", "5m" or "1h"`;
  return v.pipe(
    v.string(words),
    v.regex(form, words),
    v.check((text) => isBetween(durationMs(text) ?? NaN, fromMs, toMs), words),
    v.transform((text) => durationMs(text) ?? NaN),
  );
}

const isBetween = (value: number, least: number, most: number): boolean => value >= least && value <= most;
