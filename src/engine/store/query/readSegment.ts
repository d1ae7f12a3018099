import type { SegmentReader } from '../segments/segmentReader';
import { hasSketches } from '../tiers/tierWidths';
import type { PastCollector } from './pastCollector';
import type { Span } from './timeSpans';

/** Groups up to this rate have no buckets in the segments of raw samples: they would repeat the samples. */
const fastestWithoutBuckets = 1;

/** Reads from a segment what an answer needs of it, from the widest buckets that make up the answer's steps. */
export function readSegment(
  reader: SegmentReader,
  { from, to }: Span,
  question: { readonly stepMs: number; readonly needsQuantile: boolean },
  collector: PastCollector,
  signal: AbortSignal,
): void {
  const { wanted } = collector;
  for (const { session, series, state } of reader.states()) collector.addState(session, series, state);
  const tierMs = widestTier(reader.tiers(), question);
  if (tierMs !== undefined)
    for (const chunk of reader.buckets({ tierMs, wanted, from, to, withSketches: question.needsQuantile })) {
      signal.throwIfAborted();
      collector.addBuckets(chunk, { from, to });
    }
  if (reader.kind !== 'raw') return;
  const mostHz = tierMs === undefined ? Infinity : fastestWithoutBuckets;
  for (const chunk of reader.samples({ wanted, from, to, mostHz })) {
    signal.throwIfAborted();
    collector.addSamples(chunk, { from, to });
  }
}

function widestTier(
  tiers: readonly number[],
  { stepMs, needsQuantile }: { readonly stepMs: number; readonly needsQuantile: boolean },
): number | undefined {
  return tiers.findLast((width) => stepMs > 0 && stepMs % width === 0 && (!needsQuantile || hasSketches(width)));
}
