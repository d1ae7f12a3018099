import { setImmediate as turn } from 'node:timers/promises';
import type { HistoryAnswer, HistoryRequest } from '../../../protocol/history';
import { DamagedBytes } from '../codec/byteReader';
import { samplesOf, statesOf } from '../journal/journalSamples';
import type { HistoryTail } from '../thread/storeLink';
import type { SegmentFile } from '../upkeep/folderFiles';
import type { StoreFolder } from '../upkeep/storeFolder';
import { quantileOf } from './aggregateOf';
import { freshRows, planTail, type JournalRead, type StoredTimes, type TailPlan } from './historyTail';
import { PastCollector } from './pastCollector';
import { planHistory, type HistoryPlan, type SegmentRead } from './planHistory';
import { PointBudget } from './pointBudget';
import { readSegment } from './readSegment';
import { storedTimes } from './storedTimes';

/**
 * Answers a question about the past from segments, journals and what is in memory only, each sample taken once.
 * Other work gets in between files.
 * @throws HistoryRefusal when the answer would have more points than the request allows.
 * @throws Error of the disk, and the signal's reason when it is aborted.
 */
export function answerHistory(
  folder: StoreFolder,
  request: HistoryRequest,
  tail: HistoryTail,
  signal: AbortSignal,
): Promise<HistoryAnswer> {
  return folder.way.first(async () => {
    await folder.refresh();
    return folder.whileItLasts(async () => {
      for (;;) {
        const answer = await new Reading(folder, request, tail, signal).answer();
        if (answer) return answer;
      }
    });
  });
}

/** One attempt to read the folder as its names were when it began. A file that goes away meanwhile ends it. */
class Reading {
  private readonly needsQuantile: boolean;
  private readonly plan: HistoryPlan<SegmentFile>;
  private readonly tailPlan: TailPlan;
  private readonly collector: PastCollector;

  constructor(
    private readonly folder: StoreFolder,
    private readonly request: HistoryRequest,
    private readonly tail: HistoryTail,
    private readonly signal: AbortSignal,
  ) {
    this.needsQuantile = request.aggregates.some((aggregate) => quantileOf(aggregate) !== undefined);
    this.plan = planHistory({ ...request, needsQuantile: this.needsQuantile }, folder.segments());
    this.tailPlan = planTail(tail, folder.journals());
    const { stepMs, range, spanMs } = this.plan;
    this.collector = new PastCollector(request, stepMs, range, new PointBudget(request.mostPoints, stepMs, spanMs));
  }

  /** undefined when a segment could not be read; the folder has set it aside then, so that it is not met again. */
  async answer(): Promise<HistoryAnswer | undefined> {
    for (const read of this.plan.reads) {
      await this.pause();
      if (!(await this.readSegment(read))) return undefined;
    }
    for (const read of this.tailPlan.journals) {
      await this.pause();
      await this.readJournal(read);
    }
    await this.addTail();
    const { from, to } = this.request;
    return { from, to, stepMs: this.plan.stepMs, series: this.collector.finish() };
  }

  private async readSegment({ segment, from, to }: SegmentRead<SegmentFile>): Promise<boolean> {
    const question = { stepMs: this.plan.stepMs, needsQuantile: this.needsQuantile };
    const isRead = await this.folder.use(segment, (reader) => {
      readSegment(reader, { from, to }, question, this.collector, this.signal);
      return true;
    });
    return isRead === true;
  }

  private async readJournal({ journal, upTo }: JournalRead): Promise<void> {
    const { collector } = this;
    const { range } = this.plan;
    const content = await this.folder.journal(journal, upTo);
    const session = content.header?.session ?? '';
    try {
      // Each walk over the records decodes them anew.
      const decoded = { ...content, records: [...content.records] };
      for (const { series, state } of statesOf(decoded)) collector.addState(session, series, state);
      const { span } = content;
      if (!span || span.from >= range.to || span.to < range.from) return;
      for (const chunk of samplesOf(decoded, collector.wanted, range)) collector.addSamples(chunk);
    } catch (error) {
      // What its checksum did not show is told when the journal is sealed; until then what lies before it counts.
      if (!(error instanceof DamagedBytes)) throw error;
    }
  }

  private async addTail(): Promise<void> {
    const { chunks } = this.tail;
    const { mayRepeat, journals } = this.tailPlan;
    const stored: StoredTimes = mayRepeat ? await storedTimes(this.folder, chunks, journals) : new Map();
    for (const chunk of chunks) this.collector.addSamples(freshRows(chunk, stored));
  }

  private async pause(): Promise<void> {
    await turn();
    this.signal.throwIfAborted();
  }
}
