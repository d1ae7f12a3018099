import type { SegmentReader } from './segmentReader';

/** Bytes of segments that are kept open though nobody reads them: about ten of the usual size. */
const usualBytes = 12 * 1024 * 1024;

interface Entry {
  readonly file: string;
  readonly opening: Promise<SegmentReader>;
  reader: SegmentReader | undefined;
  users: number;
}

/** Open segments, so that one question after another does not read the same file again. */
export class SegmentCache {
  /** Least recently used first. */
  private readonly entries = new Map<string, Entry>();

  /**
   * @param open Opens a file; what it throws goes to those who asked for the file, and is not kept.
   * @param mostBytes More than this only while more is in use.
   */
  constructor(
    private readonly open: (file: string) => Promise<SegmentReader>,
    private readonly mostBytes = usualBytes,
  ) {}

  /** Runs work with an open segment, which stays open until the work is done. */
  async use<T>(file: string, work: (reader: SegmentReader) => T | Promise<T>): Promise<T> {
    const entry = this.entries.get(file) ?? this.opened(file);
    this.entries.delete(file);
    this.entries.set(file, entry);
    entry.users++;
    try {
      return await work(await entry.opening);
    } finally {
      entry.users--;
      if (this.entries.get(file) !== entry) closeUnused(entry);
      this.trim();
    }
  }

  /** Closes a file that is no more, as soon as nobody uses it. */
  forget(file: string): void {
    const entry = this.entries.get(file);
    if (!entry) return;
    this.entries.delete(file);
    closeUnused(entry);
  }

  /** Closes everything, what is in use as soon as it is not. */
  close(): void {
    for (const file of [...this.entries.keys()]) this.forget(file);
  }

  private opened(file: string): Entry {
    const entry: Entry = { file, opening: this.open(file), reader: undefined, users: 0 };
    entry.opening.then(
      (reader) => {
        entry.reader = reader;
        this.trim();
      },
      () => {
        // Whoever asked is told by the same promise; the next one tries again.
        if (this.entries.get(file) === entry) this.entries.delete(file);
      },
    );
    return entry;
  }

  private trim(): void {
    let bytes = 0;
    for (const { reader } of this.entries.values()) bytes += reader?.byteLength ?? 0;
    for (const entry of this.entries.values()) {
      if (bytes <= this.mostBytes) return;
      if (entry.users > 0 || !entry.reader) continue;
      bytes -= entry.reader.byteLength;
      this.entries.delete(entry.file);
      entry.reader.close();
    }
  }
}

function closeUnused(entry: Entry): void {
  if (entry.users > 0) return;
  entry.reader?.close();
  entry.reader = undefined;
}
