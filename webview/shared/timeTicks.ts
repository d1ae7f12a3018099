import { clockTime, dayOfMonth } from './format';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[15 * second, 30 * second],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 5, 7, 10].map((days) => days * day),
] as const;
/** Of ranges that are too short for the others. */
const shortSteps = [100, 200, 500, second, 2 * second, 5 * second] as const;
const leastPixels = 62;
/** Labels of short ranges tell tenths of a second. */
const leastShortPixels = 76;

/** Distance of the labels of a time axis, in ms, so that they do not touch. */
export function timeStep(rangeMs: number, width: number): number {
  const perPixel = rangeMs / Math.max(width, 1);
  // Labels that name days stand once a day.
  const least = isOfDays(rangeMs) ? day : 0;
  const short = rangeMs < shortMs ? shortSteps.find((step) => step / perPixel >= leastShortPixels) : undefined;
  return short ?? steps.find((step) => step >= least && step / perPixel >= leastPixels) ?? steps[steps.length - 1]!;
}

/** The times of an axis that get a label, ascending: round ones of the clock on the wall, whatever its changes. */
export function timeTicks(from: number, to: number, width: number): number[] {
  const step = timeStep(to - from, width);
  const ticks: number[] = [];
  if (step < hour) {
    for (let time = Math.ceil(from / step) * step; time <= to; time += step) ticks.push(time);
    return ticks;
  }
  const days = Math.max(1, step / day);
  const midnight = new Date(from);
  midnight.setHours(0, 0, 0, 0);
  // Days are counted from 1970, so that labels stay on the same days while the axis moves on.
  midnight.setDate(midnight.getDate() - (dayNumber(midnight) % days));
  while (midnight.getTime() <= to) {
    const hours = step < day ? step / hour : 24;
    for (let at = 0; at < 24; at += hours) {
      const time = new Date(midnight).setHours(at);
      if (time >= from && time <= to) ticks.push(time);
    }
    midnight.setDate(midnight.getDate() + days);
  }
  return ticks;
}

/** A label of an axis that reaches so far: a time of day as exact as its ticks, or a day where the range is of days. */
export function tickText(time: number, rangeMs: number, width: number): string {
  if (isOfDays(rangeMs)) return dayOfMonth(time);
  const text = clockTime(time, rangeMs < 5 * second);
  return timeStep(rangeMs, width) < minute ? text : text.slice(0, 5);
}

/** Below this, in ms, a range is divided by seconds and their parts. */
const shortMs = 30 * second;
const isOfDays = (rangeMs: number): boolean => rangeMs > 2 * day;
const dayNumber = (date: Date): number =>
  Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / day);
