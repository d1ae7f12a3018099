import type { SegmentKind, SegmentName } from '../segments/segmentName';
import { rangeOf, uncovered, united, type Span } from './timeSpans';

/** What of a question decides where it is read. */
export interface PlannedQuestion {
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds; 0: every sample for itself. */
  readonly stepMs: number;
  readonly needsQuantile: boolean;
}

/** As much of a segment as planning looks at. */
export type KeptSegment = Pick<SegmentName, 'kind' | 'from' | 'to'>;

/** A segment to read, and the samples in it that count: `from <= time < to`. */
export interface SegmentRead<T extends KeptSegment> extends Span {
  readonly segment: T;
}

export interface HistoryPlan<T extends KeptSegment> {
  /** Longer than asked for where only longer steps are kept. */
  readonly stepMs: number;
  /** What the answer covers: whole steps, so that a step has one value, whoever asks. */
  readonly range: Span;
  readonly reads: readonly SegmentRead<T>[];
  /** About how much time of the range was recorded, ms. */
  readonly spanMs: number;
}

/** The narrowest bucket that each kind of segment can answer with, ms; the finest kind first. */
const narrowest = { raw: 0, fine: 10_000, coarse: 300_000 } as const satisfies Partial<Record<SegmentKind, number>>;
type SampleKind = keyof typeof narrowest;
const finestFirst = Object.keys(narrowest) as readonly SampleKind[];

/** Names of segments are rounded to whole seconds, so a difference up to this says nothing. */
const roundingMs = 1000;
/** A journal becomes a segment after this long at the most. */
const unsealedMs = 900_000;

/**
 * Which segments answer a question: of each stretch of time the ones with the widest buckets that still make up its
 * steps, since all kinds hold the same samples. Where the finer kinds are gone the steps become longer.
 */
export function planHistory<T extends KeptSegment>(question: PlannedQuestion, kept: readonly T[]): HistoryPlan<T> {
  let { stepMs } = question;
  for (;;) {
    const range = rangeOf({ ...question, stepMs });
    const needed = neededStep({ ...question, stepMs }, range, kept);
    if (needed === stepMs) {
      const reads = readsFor({ ...question, stepMs }, range, kept);
      return { stepMs, range, reads, spanMs: recordedMs(range, reads) };
    }
    stepMs = needed;
  }
}

function fits(kind: SampleKind, { stepMs, needsQuantile }: PlannedQuestion): boolean {
  if (kind === 'raw') return true;
  if (kind === 'fine' && needsQuantile) return false;
  return stepMs > 0 && stepMs % narrowest[kind] === 0;
}

/** The least multiple of what is kept, where the kinds that fit reach back less far than others do. */
function neededStep(question: PlannedQuestion, range: Span, kept: readonly KeptSegment[]): number {
  const fitting = kept.filter(({ kind }) => isSampleKind(kind) && fits(kind, question));
  // Samples are removed oldest first. A hole further on was never recorded, or is in no kind any more.
  const reach = Math.min(...fitting.map(({ from }) => from));
  const gone = { from: range.from, to: Math.min(range.to, reach) };
  for (const kind of finestFirst) {
    if (fits(kind, question) || (kind === 'fine' && question.needsQuantile)) continue;
    const isNeeded = kept.some((segment) => segment.kind === kind && overlap(segment, gone) > roundingMs);
    if (isNeeded) return Math.ceil(Math.max(question.stepMs, 1) / narrowest[kind]) * narrowest[kind];
  }
  return question.stepMs;
}

function readsFor<T extends KeptSegment>(question: PlannedQuestion, range: Span, kept: readonly T[]): SegmentRead<T>[] {
  const reads: SegmentRead<T>[] = [];
  let covered: Span[] = [];
  for (const kind of finestFirst.toReversed()) {
    if (!fits(kind, question)) continue;
    const segments = kept.filter(
      (segment) => segment.kind === kind && segment.from < range.to && segment.to >= range.from,
    );
    for (const segment of segments)
      for (const part of partsOf(segment, covered)) {
        const from = Math.max(part.from, range.from);
        const to = Math.min(part.to, range.to);
        if (from < to) reads.push({ segment, from, to });
      }
    covered = united([...covered, ...segments.map(spanOf)]);
  }
  const beginning = ({ segment, from }: SegmentRead<T>): number => Math.max(segment.from, from);
  return reads.sort((a, b) => beginning(a) - beginning(b));
}

function recordedMs(range: Span, reads: readonly SegmentRead<KeptSegment>[]): number {
  const from = Math.min(...reads.map(({ segment }) => segment.from));
  const to = Math.max(...reads.map(({ segment }) => segment.to));
  const sealed = reads.length === 0 ? 0 : overlap({ from, to }, range);
  return Math.min(range.to - range.from, sealed + unsealedMs);
}

/** What of a segment the kinds read before do not hold; without ends where it is all up to the segment's own. */
function partsOf(kept: KeptSegment, covered: readonly Span[]): Span[] {
  const segment = spanOf(kept);
  const parts = uncovered(segment, covered);
  const isAll = parts.length === 1 && parts[0]!.from === segment.from && parts[0]!.to === segment.to;
  if (isAll || covered.length === 0) return [{ from: -Infinity, to: Infinity }];
  return parts
    .filter(({ from, to }) => to - from > roundingMs)
    .map(({ from, to }) => ({
      from: from - segment.from <= roundingMs ? -Infinity : from,
      to: segment.to - to <= roundingMs ? Infinity : to,
    }));
}

/** The end in a name is included. */
function spanOf({ from, to }: KeptSegment): Span {
  return { from, to: to + 1 };
}

function isSampleKind(kind: SegmentKind): kind is SampleKind {
  return kind in narrowest;
}

function overlap(a: Span, b: Span): number {
  return Math.min(a.to, b.to) - Math.max(a.from, b.from);
}
