import type { PrometheusSample } from '../parse/prometheusText';
import { seriesKey } from '../parse/seriesKey';
import type { Buckets } from './quantile';

const mostSeries = 64;
const mostBounds = 256;

/**
 * The histograms that bucket lines of a page make up, by their labels without the bound. Undefined when one of them
 * cannot be: bounds twice or missing, or counts that fall, are negative or are no numbers.
 */
export function readBuckets(samples: readonly PrometheusSample[]): ReadonlyMap<string, Buckets> | undefined {
  const lines = new Map<string, PrometheusSample[]>();
  for (const sample of samples) {
    const key = seriesKey(sample.name, sample.labels, 'le');
    const known = lines.get(key);
    if (known) known.push(sample);
    else lines.set(key, [sample]);
  }
  if (lines.size > mostSeries) return undefined;
  const histograms = new Map<string, Buckets>();
  for (const [key, own] of lines) {
    const buckets = readOne(own);
    if (!buckets) return undefined;
    histograms.set(key, buckets);
  }
  return histograms;
}

function readOne(samples: readonly PrometheusSample[]): Buckets | undefined {
  if (samples.length < 2 || samples.length > mostBounds) return undefined;
  const lines = samples.map(({ labels, value }) => ({ bound: boundOf(labels['le']), value }));
  lines.sort((a, b) => a.bound - b.bound);
  const counts = new Float64Array(lines.length);
  let below = 0;
  let lastBound = -Infinity;
  for (const [i, { bound, value }] of lines.entries()) {
    const isSound = bound >= 0 && bound > lastBound && value >= below && value <= Number.MAX_SAFE_INTEGER;
    if (!isSound) return undefined;
    counts[i] = value - below;
    below = value;
    lastBound = bound;
  }
  if (lastBound !== Infinity) return undefined;
  return { bounds: lines.slice(0, -1).map(({ bound }) => bound), counts };
}

/** NaN, which no comparison lets pass, for what is not a bound. */
function boundOf(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return NaN;
  return /^\+?inf$/i.test(text) ? Infinity : Number(text);
}
