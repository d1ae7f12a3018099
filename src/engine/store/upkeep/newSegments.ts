import type { RecordCipher } from '../encryption/cipher';
import type { JournalId } from '../journal/journalName';
import { SegmentBuilder } from '../segments/segmentBuilder';
import { toSegmentFile, type SegmentFileBytes } from '../segments/segmentFile';
import type { SegmentKind } from '../segments/segmentName';
import type { Sqlite } from '../segments/sqlite';

export interface FinishedSegments {
  readonly files: readonly SegmentFileBytes[];
  /** Raw samples that have a value. */
  readonly samples: number;
  readonly events: number;
}

/** Segments that are being built, one of each kind that is asked for. Dispose of them whatever happens. */
export class NewSegments {
  private readonly builders = new Map<SegmentKind, SegmentBuilder>();

  /**
   * @param sealing Encrypts them; undefined where they are to be plain.
   * @param origin The first journal that they come from.
   */
  constructor(
    private readonly sqlite: Sqlite,
    private readonly sealing: RecordCipher | undefined,
    private readonly origin: JournalId,
  ) {}

  of(kind: SegmentKind): SegmentBuilder {
    let builder = this.builders.get(kind);
    if (!builder) this.builders.set(kind, (builder = new SegmentBuilder(this.sqlite, kind)));
    return builder;
  }

  /** Files of those that something was added to. */
  finish(): FinishedSegments {
    const { epoch, sequence } = this.origin;
    const files: SegmentFileBytes[] = [];
    let [samples, events] = [0, 0];
    for (const builder of this.builders.values()) {
      if (builder.isEmpty) continue;
      const built = builder.finish();
      const { kind, from, to } = built;
      files.push(toSegmentFile(built.bytes, { kind, from, to, epoch, sequence }, this.sealing));
      samples += built.samples;
      events += built.events;
      // The database is in the file now; two copies of each would be held otherwise.
      builder.dispose();
      this.builders.delete(kind);
    }
    return { files, samples, events };
  }

  dispose(): void {
    for (const builder of this.builders.values()) builder.dispose();
    this.builders.clear();
  }
}
