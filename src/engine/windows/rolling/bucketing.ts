import type { FigureSpec } from './figure';

/** How the time of a figure is cut up. */
export interface Bucketing {
  readonly widthSeconds: number;
  /** Complete buckets in a window. */
  readonly buckets: number;
}

/** Steps of a window that are not noticed in its figures. */
const windowSteps = 100;
/** Buckets that wait for a window which ended a while ago: what a figure may cost in memory at the most. */
const offsetSteps = 2400;

/** The buckets that `FigureSpec` promises. */
export function bucketingOf({ windowMs, offsetMs }: FigureSpec): Bucketing {
  const widthSeconds = Math.max(
    1,
    Math.floor(windowMs / 1000 / windowSteps),
    Math.floor(offsetMs / 1000 / offsetSteps),
  );
  return { widthSeconds, buckets: Math.ceil(windowMs / 1000 / widthSeconds) };
}
