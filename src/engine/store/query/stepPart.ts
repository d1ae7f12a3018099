import type { Moments } from '../../windows/moments';

/** Statistics of some samples, at least one. Times are ms since 1970. */
export type StepPart = Readonly<
  Pick<Moments, 'count' | 'sum' | 'm2' | 'min' | 'max' | 'first' | 'last' | 'firstAt' | 'lastAt'>
>;

/** Adds samples to those of a step, whichever were earlier (Chan, Golub and LeVeque, 1979). */
export function addPart(step: Moments, part: StepPart): void {
  const before = step.count;
  const count = before + part.count;
  const mean = part.sum / part.count;
  const distance = before === 0 ? 0 : mean - step.mean;
  step.m2 += part.m2 + (distance * distance * before * part.count) / count;
  step.mean = before === 0 ? mean : step.mean + (distance * part.count) / count;
  step.count = count;
  step.sum += part.sum;
  if (part.min < step.min) step.min = part.min;
  if (part.max > step.max) step.max = part.max;
  if (before === 0 || part.firstAt < step.firstAt) {
    step.first = part.first;
    step.firstAt = part.firstAt;
  }
  if (before === 0 || part.lastAt >= step.lastAt) {
    step.last = part.last;
    step.lastAt = part.lastAt;
  }
}
