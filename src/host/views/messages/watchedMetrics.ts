import * as v from 'valibot';
import { metricIds } from '../../../protocol/catalogue';
import { matchesGlob } from '../../../protocol/glob';

const mostPatterns = 64;

/** A name of the catalogue, or a pattern that some of its names fit. */
const pattern = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(128),
  v.check((text) => metricIds.some((id) => matchesGlob(text, id))),
);

export const watchedMetrics = v.pipe(v.array(pattern), v.minLength(1), v.maxLength(mostPatterns));
