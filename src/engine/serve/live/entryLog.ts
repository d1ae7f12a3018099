/** What a number stands for besides frames: a message with all up to it, or one that says nothing of metrics. */
export type Mark = 'told' | 'aside';

const entriesInChunk = 4096;
/** About 4 MB, and 650 entries a second for five minutes. */
const mostChunks = 48;
const markCodes: Record<Mark, number> = { told: -1, aside: -2 };

class Chunk {
  /** Id of the frame's group, or the code of a mark. */
  readonly kinds = new Int32Array(entriesInChunk);
  readonly rows = new Float64Array(entriesInChunk);
  /** Milliseconds since the log began. */
  readonly times = new Float64Array(entriesInChunk);

  /** @param first Number of the first entry. */
  constructor(readonly first: number) {}
}

/** What each number stood for and when it was given, for as long as somebody may ask; bounded by time and by memory. */
export class EntryLog {
  private readonly chunks: Chunk[] = [];
  private readonly startedAt: number;
  private next = 1;
  /** Entries up to this one are forgotten. */
  private forgotten = 0;

  constructor(
    private readonly monotonic: () => number,
    private readonly reachMs: number,
  ) {
    this.startedAt = monotonic();
  }

  /** The last number that was given; 0 before the first. */
  get last(): number {
    return this.next - 1;
  }

  addFrame(group: number, row: number): number {
    return this.push(group, row);
  }

  add(mark: Mark): number {
    return this.push(markCodes[mark], 0);
  }

  isAside(entry: number): boolean {
    const chunk = this.chunkOf(entry);
    return chunk?.kinds[entry - chunk.first] === markCodes.aside;
  }

  /** Whether all entries after this one are known, and came within the reach. */
  reaches(entry: number): boolean {
    if (entry < this.forgotten) return false;
    return entry >= this.last || this.timeOf(entry + 1) >= this.elapsed() - this.reachMs;
  }

  frames(from: number, to: number, visit: (group: number, row: number) => void): void {
    const end = Math.min(to, this.last);
    let entry = Math.max(from, this.forgotten) + 1;
    while (entry <= end) {
      const chunk = this.chunkOf(entry);
      if (!chunk) return;
      const { kinds, rows, first } = chunk;
      const stop = Math.min(end, first + entriesInChunk - 1);
      for (; entry <= stop; entry++) {
        const group = kinds[entry - first]!;
        if (group >= 0) visit(group, rows[entry - first]!);
      }
    }
  }

  /** The last entry that came no later than `ms` after the one that follows `from`. */
  endOfStretch(from: number, ms: number): number {
    let end = Math.min(Math.max(from, this.forgotten) + 1, this.last);
    const until = this.timeOf(end) + ms;
    while (end < this.last && this.timeOf(end + 1) < until) end++;
    return end;
  }

  /** The last entry that came `ms` or more before this one, or the oldest that is known. */
  before(entry: number, ms: number): number {
    const until = this.timeOf(entry) - ms;
    let found = entry;
    while (found > this.forgotten && this.timeOf(found) > until) found--;
    return found;
  }

  forget(): void {
    this.forgotten = this.last;
    this.chunks.length = 0;
  }

  private push(kind: number, row: number): number {
    const entry = this.next++;
    let chunk = this.chunks.at(-1);
    if (!chunk || entry - chunk.first >= entriesInChunk) chunk = this.addChunk(entry);
    const at = entry - chunk.first;
    chunk.kinds[at] = kind;
    chunk.rows[at] = row;
    chunk.times[at] = this.elapsed();
    return entry;
  }

  private addChunk(first: number): Chunk {
    const { chunks } = this;
    const oldest = this.elapsed() - this.reachMs;
    while (chunks.length >= mostChunks || (chunks[0]?.times[entriesInChunk - 1] ?? Infinity) < oldest) {
      const gone = chunks.shift()!;
      this.forgotten = gone.first + entriesInChunk - 1;
    }
    const chunk = new Chunk(first);
    chunks.push(chunk);
    return chunk;
  }

  private chunkOf(entry: number): Chunk | undefined {
    return this.chunks.findLast(({ first }) => first <= entry);
  }

  /** Of a known entry, ms since the start. */
  private timeOf(entry: number): number {
    const chunk = this.chunkOf(entry);
    return chunk?.times[entry - chunk.first] ?? 0;
  }

  private elapsed(): number {
    return this.monotonic() - this.startedAt;
  }
}
