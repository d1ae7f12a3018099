import type { ExportRange } from '../../../../protocol/storeJobs';
import { matchesAny } from '../../../../protocol/glob';
import type { RawChunk } from '../../chunk';
import type { StoreEvent } from '../../events/storeEvent';
import type { JournalContent } from '../../journal/journalContent';
import { samplesOf, statesOf } from '../../journal/journalSamples';
import type { SegmentReader } from '../../segments/segmentReader';
import { storedKey, type SeriesState, type StoredSeries } from '../../storedSeries';
import type { JournalFile, SegmentFile } from '../../upkeep/folderFiles';
import type { StoreFolder } from '../../upkeep/storeFolder';
import { noSession } from '../sessionStart';
import { meansOf } from './bucketMeans';
import { SeriesStates } from './seriesStates';
import type { SeriesPoints } from './stretchWriter';

/** One series that an export tells, and the files that hold something of it. */
export interface ExportSeries {
  readonly series: StoredSeries;
  readonly key: string;
  readonly segments: ReadonlySet<string>;
  /** By session. */
  readonly states: ReadonlyMap<string, SeriesStates>;
}

interface Known {
  readonly series: StoredSeries;
  readonly key: string;
  readonly segments: Set<string>;
  readonly states: Map<string, SeriesStates>;
}

type Visit = (points: SeriesPoints, session: string) => Promise<void>;

/** What a part of the range is read from. */
interface Part {
  readonly segment: SegmentFile;
  /** 0: samples. */
  readonly tierMs: number;
  readonly from: number;
  /** Not included. */
  readonly until: number;
}

/**
 * What the store holds in a range, series by series, one chunk in memory at a time. Where samples are kept no longer,
 * means of 10 s stand in, and where those are gone, of 5 min.
 */
export class StoreSamples {
  readonly from: number;
  readonly to: number;
  private readonly session: string | undefined;
  private readonly known = new Map<string, Known>();
  private parts: readonly Part[] = [];
  private journals: readonly JournalFile[] = [];
  private hasSession = false;

  constructor(
    private readonly folder: StoreFolder,
    range: ExportRange,
    private readonly metrics: readonly string[],
  ) {
    this.session = 'session' in range ? range.session : undefined;
    this.from = 'session' in range ? -Infinity : range.from;
    this.to = 'session' in range ? Infinity : range.to;
  }

  /**
   * Finds out which series there are and where, by the directories of the files.
   * @throws JobFailure when there is nothing of the session that was asked for.
   */
  async open(goOn: () => void): Promise<readonly ExportSeries[]> {
    const { folder, from, to } = this;
    const all = folder.segments({ from, to });
    this.journals = folder.journals();
    const rawFrom = Math.min(...all.filter(({ kind }) => kind === 'raw').map((s) => s.from));
    const journalsFrom = await this.journalsFrom();
    const rawSince = Math.min(rawFrom, journalsFrom);
    const fineSince = Math.min(...all.filter(({ kind }) => kind === 'fine').map((s) => s.from));
    this.parts = all.flatMap((segment): Part[] => {
      if (segment.kind === 'raw') return [{ segment, tierMs: 0, from, until: Infinity }];
      if (segment.kind === 'fine') return [{ segment, tierMs: 10_000, from, until: rawSince }];
      return segment.kind === 'coarse'
        ? [{ segment, tierMs: 300_000, from, until: Math.min(fineSince, rawSince) }]
        : [];
    });
    this.parts = this.parts.filter(({ segment, until }) => segment.from < until);
    for (const { segment } of this.parts) {
      goOn();
      await folder.use(segment, (reader) => {
        this.learn(reader, segment.file);
      });
    }
    for (const journal of this.journals) {
      goOn();
      this.learnJournal(await folder.journal(journal));
    }
    if (this.session !== undefined && !this.hasSession && !(await this.hasEvents())) throw noSession(this.session);
    return [...this.known.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Every chunk of one series in the order of its files. */
  async visit({ key, segments }: ExportSeries, take: Visit): Promise<void> {
    const { folder, to, session } = this;
    const wanted = (series: StoredSeries): boolean => storedKey(series.metric, series.labels) === key;
    for (const { segment, tierMs, from, until } of this.parts) {
      if (!segments.has(segment.file)) continue;
      await folder.use(segment, async (reader) => {
        if (tierMs === 0) {
          for (const chunk of reader.samples({ wanted, from, to, session })) await takeAll(chunk, take);
          return;
        }
        for (const chunk of reader.buckets({ tierMs, wanted, from, to: Math.min(to, until), session }))
          for (const points of meansOf(chunk, until)) await take(points, chunk.session);
      });
    }
    for (const journal of this.journals) {
      const content = await folder.journal(journal);
      if (session !== undefined && content.header?.session !== session) continue;
      for (const chunk of samplesOf(content, wanted)) await takeAll(this.cut(chunk), take);
    }
  }

  /** Every event in the order of its files. */
  async visitEvents(take: (event: StoreEvent) => Promise<void>): Promise<void> {
    const { folder, from, to, session } = this;
    for (const segment of folder.segments({ kind: 'events', from, to }))
      await folder.use(segment, async (reader) => {
        for (const event of reader.events({ from, to, session })) await take(event);
      });
    for (const journal of this.journals)
      for (const record of (await folder.journal(journal)).records) {
        if (record.kind !== 'event') continue;
        const { event } = record;
        if (event.timestamp < from || event.timestamp > to) continue;
        if (session === undefined || event.session === session) await take(event);
      }
  }

  private async journalsFrom(): Promise<number> {
    let from = Infinity;
    for (const journal of this.journals)
      from = Math.min(from, (await this.folder.journal(journal)).header?.startedAt ?? Infinity);
    return from;
  }

  /** Whether something of the session is left though no sample is. */
  private async hasEvents(): Promise<boolean> {
    const { folder, session } = this;
    for (const segment of folder.segments({ kind: 'events' })) {
      const sessions = (await folder.use(segment, (reader) => reader.sessions())) ?? [];
      if (sessions.some((each) => each === session)) return true;
    }
    return false;
  }

  private learn(reader: SegmentReader, file: string): void {
    if (this.session !== undefined && !reader.sessions().includes(this.session)) return;
    this.hasSession = true;
    for (const series of reader.series().values()) this.seen(series)?.segments.add(file);
    for (const { session, series, state } of reader.states()) this.state(session, series, state);
  }

  private learnJournal(content: JournalContent): void {
    const session = content.header?.session;
    if (session === undefined || (this.session !== undefined && session !== this.session)) return;
    this.hasSession = true;
    for (const { series, state } of statesOf(content)) this.state(session, series, state);
  }

  private seen(series: StoredSeries): Known | undefined {
    if (!matchesAny(this.metrics, series.metric)) return undefined;
    const key = storedKey(series.metric, series.labels);
    let known = this.known.get(key);
    if (!known) this.known.set(key, (known = { series, key, segments: new Set(), states: new Map() }));
    return known;
  }

  private state(session: string, series: StoredSeries, state: SeriesState): void {
    const known = this.seen(series);
    if (!known) return;
    let states = known.states.get(session);
    if (!states) known.states.set(session, (states = new SeriesStates()));
    states.add(state);
  }

  private cut(chunk: RawChunk): RawChunk {
    const { times } = chunk;
    let start = 0;
    let end = times.length;
    while (start < end && times[start]! < this.from) start++;
    while (end > start && times[end - 1]! > this.to) end--;
    if (start === 0 && end === times.length) return chunk;
    const columns = chunk.columns.map(({ series, values }) => ({ series, values: values.subarray(start, end) }));
    return { ...chunk, times: times.subarray(start, end), columns };
  }
}

async function takeAll({ times, columns, session }: RawChunk, take: Visit): Promise<void> {
  for (const { values } of columns) await take({ times, values, stepMs: 0 }, session);
}
