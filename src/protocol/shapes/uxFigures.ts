import * as v from 'valibot';
import type { UxFigures } from '../ux';

/** More frames than any screen shows in a second. */
const mostFrames = 1000;
/** A page that did not answer for longer was asleep, not slow. */
const longestMs = 3_600_000;

const duration = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(longestMs)));

export const uxFigures = v.strictObject({
  frames: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostFrames)),
  frameTimeMs: duration,
  jankPercent: v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  interactionMs: duration,
}) satisfies v.GenericSchema<UxFigures>;
