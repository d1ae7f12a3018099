import type { SegmentBuilder } from '../segments/segmentBuilder';
import type { SegmentReader } from '../segments/segmentReader';
import type { SegmentKind } from '../segments/segmentName';
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

/** Lets others have the thread; called between pieces of work. @throws the reason to stop. */
type Breathe = () => Promise<void>;

interface Copying {
  readonly builder: SegmentBuilder;
  readonly sources: readonly OpenSegment[];
  readonly keep: Keep;
  readonly breathe: Breathe;
  /** Sessions of which something was kept. */
  readonly kept: Set<string>;
}

type Copy = (copying: Copying) => Promise<void>;

const copies: Readonly<Record<SegmentKind, Copy>> = {
  raw: copyRaw,
  fine: copyFine,
  coarse: copyCoarse,
  events: copyEvents,
};

/** Copies what is kept of segments of one kind into a new one, buckets of the same stretch of time as one. */
export async function copySegments(
  builder: SegmentBuilder,
  kind: SegmentKind,
  sources: readonly OpenSegment[],
  keep: Keep,
  breathe: Breathe,
): Promise<void> {
  const kept = new Set<string>();
  await copies[kind]({ builder, sources, keep, breathe, kept });
  const states = new StateBook();
  for (const { reader } of sources) builder.madeOf.addAll(reader.madeOf, keep.session);
  for (const { reader } of sources) for (const row of reader.states()) if (kept.has(row.session)) states.add(row);
  states.copyTo(builder);
}

async function copyRaw({ builder, sources, keep, breathe, kept }: Copying): Promise<void> {
  for (const { reader } of sources) {
    for (const chunk of reader.samples({ ...everything, from: keep.from })) {
      await breathe();
      if (!keep.session(chunk.session)) continue;
      builder.addSamples(chunk);
      kept.add(chunk.session);
    }
    for (const chunk of reader.buckets({ ...everything, tierMs: secondMs, from: keep.from })) {
      await breathe();
      const rows = bucketsWithin(chunk, keep.from, Infinity);
      if (keep.session(chunk.session) && rows.starts.length > 0) builder.addBuckets(rows);
    }
  }
}

async function copyFine(copying: Copying): Promise<void> {
  const { builder, sources, keep } = copying;
  const pieces = new TierPieces();
  const [first, last] = boundsOf(sources);
  for (let from = Math.floor(first / fineStretchMs) * fineStretchMs; from <= last; from += fineStretchMs) {
    await collect(pieces, copying, fineMs, Math.max(from, keep.from), from + fineStretchMs);
    pieces.moveTo(builder);
  }
}

async function copyCoarse(copying: Copying): Promise<void> {
  const { builder, sources, keep } = copying;
  const pieces = new TierPieces();
  await collect(pieces, copying, coarseMs, keep.from, Infinity);
  const [first, last] = boundsOf(sources);
  pieces.moveTo(builder, widerTiers(last - first));
}

async function copyEvents({ builder, sources, keep, breathe }: Copying): Promise<void> {
  const range = { from: keep.from, to: Infinity };
  for (const { reader } of sources) {
    for (const event of reader.events(range)) if (keep.session(event.session)) builder.addEvent(event);
    await breathe();
    for (const snapshot of reader.snapshots(range)) if (keep.session(snapshot.session)) builder.addSnapshot(snapshot);
    await breathe();
  }
}

async function collect(
  pieces: TierPieces,
  { sources, keep, breathe, kept }: Copying,
  tierMs: number,
  from: number,
  until: number,
): Promise<void> {
  for (const { reader } of sources)
    for (const chunk of reader.buckets({ ...everything, tierMs, from, to: until })) {
      await breathe();
      const rows = bucketsWithin(chunk, from, until);
      if (!keep.session(chunk.session) || rows.starts.length === 0) continue;
      pieces.add(rows);
      kept.add(chunk.session);
    }
}

/** A file of an hour or less would repeat itself in them. */
export function widerTiers(lengthMs: number): readonly number[] {
  if (lengthMs < dayMs / 6) return [];
  return lengthMs < dayMs / 2 ? [hourMs] : [hourMs, dayMs];
}

function boundsOf(sources: readonly OpenSegment[]): [first: number, last: number] {
  return [
    Math.min(...sources.map(({ segment }) => segment.from)),
    Math.max(...sources.map(({ segment }) => segment.to)),
  ];
}
