import * as v from 'valibot';
import { metricIds } from '../catalogue';
import { globOf } from '../glob';

const mostPatterns = 64;
/** More than any view needs. Each is looked for in every name of the catalogue, by whoever may send many patterns. */
const mostStars = 4;

/** A name of the catalogue, or a pattern that some of its names fit. */
const pattern = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(128),
  v.check((text) => text.split('*', mostStars + 2).length <= mostStars + 1),
  v.check((text) => metricIds.some(globOf(text))),
);

export const watchedMetrics = v.pipe(v.array(pattern), v.minLength(1), v.maxLength(mostPatterns));
