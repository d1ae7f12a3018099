import type { SegmentBuilder } from '../segments/segmentBuilder';
import type { SegmentReader } from '../segments/segmentReader';
import { breathe } from './breathe';
import { bucketsWithin } from './bucketRows';
import type { SegmentFile } from './folderFiles';
import { StateBook } from './stateBook';
import { TierPieces } from './tierPieces';

export interface OpenSegment {
  readonly segment: SegmentFile;
  readonly reader: SegmentReader;
}

/** What of a segment is copied. */
export interface Keep {
  readonly session: (session: string) => boolean;
  /** Nothing earlier, ms since 1970. Of a bucket that began earlier nothing is kept. */
  readonly from: number;
}

export const keepAll: Keep = { session: () => true, from: -Infinity };

const secondMs = 1000;
const fineMs = 10_000;
const coarseMs = 300_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Buckets of 10 s are put together in stretches of this length: a day of 200 series at once would be 100 MB. */
const fineStretchMs = 4 * hourMs;

const everything = { wanted: (): boolean => true, from: -Infinity, to: Infinity };

/** Copies what is kept of segments of one kind into a new one, buckets of the same stretch of time as one. */
export async function copySegments(
  builder: SegmentBuilder,
  sources: readonly OpenSegment[],
  keep: Keep,
  signal: AbortSignal,
): Promise<void> {
  const kind = sources[0]?.segment.kind;
  if (kind === 'raw') await copyRaw(builder, sources, keep, signal);
  else if (kind === 'fine') await copyFine(builder, sources, keep, signal);
  else if (kind === 'coarse') await copyCoarse(builder, sources, keep, signal);
  else if (kind === 'events') await copyEvents(builder, sources, keep, signal);
  const states = new StateBook();
  for (const { reader } of sources) for (const row of reader.states()) if (keep.session(row.session)) states.add(row);
  states.copyTo(builder);
}

type Copy = typeof copySegments;

const copyRaw: Copy = async (builder, sources, keep, signal) => {
  for (const { reader } of sources) {
    for (const chunk of reader.samples({ ...everything, from: keep.from })) {
      if (keep.session(chunk.session)) builder.addSamples(chunk);
      await breathe(signal);
    }
    for (const chunk of reader.buckets({ ...everything, tierMs: secondMs, from: keep.from })) {
      const kept = bucketsWithin(chunk, keep.from, Infinity);
      if (keep.session(chunk.session) && kept.starts.length > 0) builder.addBuckets(kept);
      await breathe(signal);
    }
  }
};

const copyFine: Copy = async (builder, sources, keep, signal) => {
  const pieces = new TierPieces();
  const [first, last] = boundsOf(sources);
  for (let from = Math.floor(first / fineStretchMs) * fineStretchMs; from <= last; from += fineStretchMs) {
    const until = from + fineStretchMs;
    await collect(pieces, sources, fineMs, { ...keep, from: Math.max(from, keep.from) }, until, signal);
    pieces.moveTo(builder);
  }
};

const copyCoarse: Copy = async (builder, sources, keep, signal) => {
  const pieces = new TierPieces();
  await collect(pieces, sources, coarseMs, keep, Infinity, signal);
  const [first, last] = boundsOf(sources);
  pieces.moveTo(builder, widerTiers(last - first));
};

/** A file of an hour or less would repeat itself in them. */
export function widerTiers(lengthMs: number): readonly number[] {
  if (lengthMs < dayMs / 6) return [];
  return lengthMs < dayMs / 2 ? [hourMs] : [hourMs, dayMs];
}

const copyEvents: Copy = async (builder, sources, keep, signal) => {
  const range = { from: keep.from, to: Infinity };
  for (const { reader } of sources) {
    for (const event of reader.events(range)) if (keep.session(event.session)) builder.addEvent(event);
    await breathe(signal);
    for (const snapshot of reader.snapshots(range)) if (keep.session(snapshot.session)) builder.addSnapshot(snapshot);
    await breathe(signal);
  }
};

async function collect(
  pieces: TierPieces,
  sources: readonly OpenSegment[],
  tierMs: number,
  keep: Keep,
  until: number,
  signal: AbortSignal,
): Promise<void> {
  for (const { reader } of sources)
    for (const chunk of reader.buckets({ ...everything, tierMs, from: keep.from, to: until })) {
      if (keep.session(chunk.session)) pieces.add(bucketsWithin(chunk, keep.from, until));
      await breathe(signal);
    }
}

function boundsOf(sources: readonly OpenSegment[]): [first: number, last: number] {
  return [
    Math.min(...sources.map(({ segment }) => segment.from)),
    Math.max(...sources.map(({ segment }) => segment.to)),
  ];
}
