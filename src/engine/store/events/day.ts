const dayMs = 86_400_000;
const minuteMs = 60_000;
/** A day in which clocks are set back has 25 hours. */
const longestDayMs = 26 * 3_600_000;

/** A day of people in a time zone. Times are ms since 1970; the end is not part of the day. */
export interface Day {
  readonly date: string;
  readonly from: number;
  readonly until: number;
}

/**
 * The day that a moment belongs to.
 * @param at Milliseconds since 1970.
 * @throws RangeError when there is no such time zone or time.
 */
export function dayOf(at: number, timeZone: string): Day {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const date = format.format(at);
  const isSame = (time: number): boolean => format.format(time) === date;
  const minute = Math.floor(at / minuteMs) * minuteMs;
  return {
    date,
    from: border(minute - longestDayMs, minute, (time) => !isSame(time)),
    until: border(minute, minute + longestDayMs, isSame),
  };
}

/** The first whole minute at which `isBefore` holds no more; it holds at `from` and not at `to`. */
function border(from: number, to: number, isBefore: (time: number) => boolean): number {
  let before = from;
  let after = to;
  while (after - before > minuteMs) {
    const middle = Math.floor((before + after) / 2 / minuteMs) * minuteMs;
    if (isBefore(middle)) before = middle;
    else after = middle;
  }
  return after;
}

/** Whether a moment can be given a date at all. */
export function hasDay(at: number): boolean {
  return Math.abs(at) <= 8.64e15 - 2 * dayMs;
}
