import type { ChunkKey, RawChunk, TierChunk } from '../chunk';
import { inOrderBySession, isAddedEnd } from '../events/addedEnd';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';
import type { SeriesState, StoredSeries } from '../storedSeries';
import { mergeTiers } from '../tiers/mergeTiers';
import { builtRaw, builtTier } from './buildChunk';
import { byPlace, type BuiltChunk } from './builtChunk';
import { MadeOf } from './madeOf';
import { RawStretches } from './rawStretches';
import { lastTime, type SegmentKind } from './segmentName';
import { writeSegment } from './segmentWriter';
import { SeriesTable } from './seriesTable';
import type { Sqlite } from './sqlite';
import { StateList } from './stateList';

/** A segment that was built, and what its name needs to know. */
export interface BuiltSegment {
  readonly kind: SegmentKind;
  /** The database file, not encrypted. */
  readonly bytes: Uint8Array;
  /** Times of the first and last sample, event or snapshot, ms since 1970. */
  readonly from: number;
  readonly to: number;
  /** Raw samples that have a value. */
  readonly samples: number;
  readonly events: number;
}

/** Builds one segment. What comes out depends on what was added alone, so sealing a journal again gives the same bytes. */
export class SegmentBuilder {
  /** The journals that it is made of are to be added by whoever knows them. */
  readonly madeOf = new MadeOf();
  private readonly series = new SeriesTable();
  private readonly sessions = new Set<string>();
  private readonly stretches = new RawStretches(this.series, (stretch) => {
    const { chunk, samples } = builtRaw(stretch);
    this.samples += samples;
    this.chunks.push(chunk);
  });
  private readonly tiers = new Map<string, TierChunk[]>();
  private readonly states = new StateList();
  private chunks: BuiltChunk[] = [];
  private events = new Map<string, StoreEvent>();
  private snapshots = new Map<string, StoreSnapshot>();
  private samples = 0;
  private from = Infinity;
  private to = -Infinity;

  constructor(
    private readonly sqlite: Sqlite,
    private readonly kind: SegmentKind,
  ) {}

  /** Nothing was added that has a time: there is nothing to finish. */
  get isEmpty(): boolean {
    return this.to < this.from;
  }

  /**
   * Takes chunks of any length, those of a group in the order of their times. Keeps their arrays: change none.
   * @throws RangeError when a time is none.
   */
  addSamples(chunk: RawChunk): void {
    this.expect('raw');
    if (chunk.times.length === 0) return;
    for (const time of chunk.times) this.span(time);
    this.stretches.add(named(chunk, this.sessions));
  }

  /** Buckets with the same start become one. Keeps the arrays: change none. @throws RangeError when a time is none. */
  addBuckets(chunk: TierChunk): void {
    this.expect('raw', 'fine', 'coarse');
    if (chunk.starts.length === 0) return;
    for (const time of chunk.firstAt) this.span(time);
    for (const time of chunk.lastAt) this.span(time);
    const kept = named(chunk, this.sessions);
    const key = JSON.stringify([kept.session, kept.group, kept.hz, kept.tierMs]);
    const parts = this.tiers.get(key);
    if (parts) parts.push(kept);
    else this.tiers.set(key, [kept]);
  }

  /** A state that says what the one before it said is not kept. @throws RangeError when its time is none. */
  addState(session: string, series: StoredSeries, state: SeriesState): void {
    this.expect('raw', 'fine', 'coarse');
    checkTime(state.since);
    this.states.add(this.series.entryOf(series), keptSession(session, this.sessions), state);
  }

  /** An event that was added already is not added again. @throws RangeError when its time is none. */
  addEvent(event: StoreEvent): void {
    this.expect('events');
    this.span(event.timestamp);
    // The number of an end that was added may be that of an event which whoever added it did not know.
    const number = isAddedEnd(event) ? 'end' : String(event.sequence);
    addOnce(this.events, number, event, this.sessions);
  }

  /** A snapshot that was added already is not added again. @throws RangeError when its time is none. */
  addSnapshot(snapshot: StoreSnapshot): void {
    this.expect('events');
    this.span(snapshot.timestamp);
    addOnce(this.snapshots, String(snapshot.sequence), snapshot, this.sessions);
  }

  /** @throws RangeError when the builder is empty. */
  finish(): BuiltSegment {
    if (this.isEmpty)
      throw new RangeError('A segment without samples, events and snapshots has no time to be named for.');
    this.stretches.flush();
    for (const parts of this.tiers.values())
      this.chunks.push(builtTier(parts.length === 1 ? parts[0]! : mergeTiers(parts), this.series));
    this.tiers.clear();
    const series = this.series.number();
    const events = inOrderBySession(this.events.values(), this.snapshots.values());
    const bytes = writeSegment(this.sqlite, this.kind, {
      sessions: [...this.sessions].sort(),
      samples: this.samples,
      series,
      states: this.states.changes(),
      chunks: this.chunks.sort(byPlace),
      events,
      snapshots: [...this.snapshots.values()].sort(bySequence),
      madeOf: this.madeOf,
    });
    const { kind, from, to, samples } = this;
    return { kind, bytes, from, to, samples, events: events.length };
  }

  /** Lets go of everything that was added. */
  dispose(): void {
    this.stretches.clear();
    this.tiers.clear();
    this.states.clear();
    this.chunks = [];
    this.events.clear();
    this.snapshots.clear();
  }

  private span(time: number): void {
    checkTime(time);
    if (time < this.from) this.from = time;
    if (time > this.to) this.to = time;
  }

  private expect(...kinds: readonly SegmentKind[]): void {
    if (!kinds.includes(this.kind)) throw new RangeError(`A segment of kind ${this.kind} does not hold this.`);
  }
}

function checkTime(time: number): void {
  if (!(time >= 0 && time <= lastTime)) throw new RangeError(`${time} is no time in ms between 1970 and 9999.`);
}

/** The name of a session as a file can hold it. */
function keptSession(session: string, sessions: Set<string>): string {
  const kept = session.toWellFormed();
  sessions.add(kept);
  return kept;
}

function named<T extends ChunkKey>(chunk: T, sessions: Set<string>): T {
  return { ...chunk, session: keptSession(chunk.session, sessions), group: chunk.group.toWellFormed() };
}

type Sequenced = StoreEvent | StoreSnapshot;

function addOnce<T extends Sequenced>(to: Map<string, T>, number: string, record: T, sessions: Set<string>): void {
  const session = keptSession(record.session, sessions);
  const key = `${number} ${session}`;
  if (!to.has(key)) to.set(key, { ...record, session });
}

function bySequence(a: Sequenced, b: Sequenced): number {
  if (a.session !== b.session) return a.session < b.session ? -1 : 1;
  return a.sequence - b.sequence;
}
