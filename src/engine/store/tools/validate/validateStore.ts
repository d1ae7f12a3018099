import type { ValidationReport } from '../../../../protocol/storeJobs';
import type { RawChunk } from '../../chunk';
import { samplesOf } from '../../journal/journalSamples';
import type { SegmentReader } from '../../segments/segmentReader';
import { breathe } from '../../upkeep/breathe';
import type { StoreFolder } from '../../upkeep/storeFolder';
import type { JobContext } from '../jobContext';
import { checkJournal } from './checkJournal';
import { checkSegment } from './checkSegment';
import { EventNumbers } from './eventNumbers';
import { groupKey, GroupSpans, type Overlap } from './groupSpans';
import { checkNames } from './looseFiles';
import { Problems } from './problems';

const everything = { from: -Infinity, to: Infinity, wanted: (): boolean => true };
/** Every overlap costs a second look at two files. */
const mostOverlaps = 100;

/** Reads everything that is kept and tells what of it is not right. Nothing is changed, whatever is found. */
export function validateStore(context: JobContext): Promise<ValidationReport> {
  return context.folder.whileItLasts(() => new Validation(context).run());
}

class Validation {
  private readonly problems = new Problems();
  private readonly events = new EventNumbers();
  private readonly spans = new GroupSpans();
  private files = 0;
  private bytes = 0;
  private samples = 0;

  constructor(private readonly context: JobContext) {}

  async run(): Promise<ValidationReport> {
    const { folder } = this.context;
    await folder.refresh();
    await checkNames(folder, this.problems);
    for (const { file } of folder.sealedJournals())
      this.problems.note(
        file,
        'It is in the segments already and was copied back, so it is not read. The next start of a monitor removes it; there is nothing to do.',
      );
    await this.segments(folder);
    await this.journals(folder);
    let overlaps = 0;
    for (const overlap of this.spans.overlaps()) {
      if (++overlaps > mostOverlaps) break;
      await this.compare(overlap);
    }
    this.events.report(this.problems);
    const { files, bytes, samples } = this;
    return { files, bytes, samples, events: this.events.count, problems: this.problems.list() };
  }

  private async segments(folder: StoreFolder): Promise<void> {
    const segments = folder.segments();
    for (const [index, segment] of segments.entries()) {
      await this.turn(segment.file, index / segments.length);
      this.files++;
      this.bytes += await checkSegment(folder, segment, this.problems, (reader) => {
        this.take(segment.file, reader);
      });
    }
  }

  private take(file: string, reader: SegmentReader): void {
    if (reader.kind === 'raw') {
      this.samples += reader.sampleCount;
      for (const chunk of reader.samples(everything)) this.spans.add(file, chunk);
    } else if (reader.kind === 'events') {
      for (const event of reader.events(everything)) this.events.add(file, event);
    }
  }

  private async journals(folder: StoreFolder): Promise<void> {
    const journals = folder.journals();
    for (const [index, journal] of journals.entries()) {
      await this.turn(journal.file, 1);
      const isLast = journals[index + 1]?.epoch !== journal.epoch;
      const content = await checkJournal(folder, journal, isLast, this.problems);
      this.files++;
      if (!content) continue;
      this.bytes += content.goodBytes;
      for (const chunk of samplesOf(content)) {
        this.samples += valuesIn(chunk);
        this.spans.add(journal.file, chunk);
      }
      for (const record of content.records) if (record.kind === 'event') this.events.add(journal.file, record.event);
    }
  }

  private async compare({ key, files: [first, second], from, to }: Overlap): Promise<void> {
    await this.turn(second, 1);
    const times = new Set<number>();
    await this.timesOf(first, key, from, to, (time) => times.add(time));
    let twice = 0;
    await this.timesOf(second, key, from, to, (time) => {
      if (times.has(time)) twice++;
    });
    if (twice === 0) return;
    const [session = '', group = ''] = JSON.parse(key) as string[];
    this.problems.loss(
      second,
      `${twice} rows of the group ${group} of session ${session} are in ${first} as well, so that sums count them twice. Please report it; a backup from before it happened is right.`,
    );
  }

  private async timesOf(
    file: string,
    key: string,
    from: number,
    to: number,
    visit: (time: number) => void,
  ): Promise<void> {
    const { folder } = this.context;
    const take = (chunks: Iterable<RawChunk>): void => {
      for (const chunk of chunks)
        if (groupKey(chunk) === key) for (const time of chunk.times) if (time >= from && time <= to) visit(time);
    };
    const segment = folder.segments({ kind: 'raw' }).find((each) => each.file === file);
    // Both were right a moment ago, so what is wrong with them now has been told.
    const ignored = new Problems();
    if (segment)
      await checkSegment(folder, segment, ignored, (reader) => {
        take(reader.samples({ ...everything, from, to }));
      });
    const journal = folder.journals().find((each) => each.file === file);
    if (journal) take(samplesOf(await folder.journal(journal)));
  }

  private async turn(file: string, share: number): Promise<void> {
    this.context.progress({ step: `Checking ${file}`, share });
    await breathe(this.context.signal);
  }
}

function valuesIn({ columns }: RawChunk): number {
  let values = 0;
  for (const column of columns) for (const value of column.values) if (!Number.isNaN(value)) values++;
  return values;
}
