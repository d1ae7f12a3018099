import type { TierChunk } from '../chunk';
import { foldBuckets } from './foldBuckets';

/**
 * Makes one chunk of several of one group and tier, in any order, with every bucket once. What the chunk is called is
 * taken from the first. @throws RangeError when there is none.
 */
export function mergeTiers(chunks: readonly TierChunk[]): TierChunk {
  const [first] = chunks;
  if (!first) throw new RangeError('There is no chunk to merge.');
  return foldBuckets(chunks, first.tierMs);
}
