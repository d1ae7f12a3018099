import * as v from 'valibot';

/** The number of a stream, a question or a job, which whoever opens or asks it chooses. */
export const linkId = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fffffff));
