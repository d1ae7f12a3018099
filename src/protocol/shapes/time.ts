import * as v from 'valibot';

/** The last moment that a date can be. */
const latest = 8.64e15;

/** A moment, ms since 1970. */
export const time = v.pipe(v.number(), v.minValue(0), v.maxValue(latest));
