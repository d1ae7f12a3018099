import { Block } from './block';
import type { Group } from './group';
import type { Series } from './series';

interface Lane {
  readonly group: Group;
  readonly blocks: Block[];
  revision: number;
  /** Timestamp of the newest row that was dropped for room; -Infinity while nothing was. */
  forgottenUntil: number;
}

/** No window and no live chart looks further back; what is older belongs to the store. */
const reachMs = 3_600_000;

/**
 * The newest samples of every group, bounded by bytes and by an hour: when a new block does not fit, the oldest of all
 * goes. Appending a frame copies it into its block and allocates nothing.
 */
export class HotRing {
  private readonly lanes = new Map<number, Lane>();
  private readonly laneOfSeries = new Map<number, Lane>();
  private used = 0;

  constructor(private limitBytes: number) {}

  get bytes(): number {
    return this.used;
  }

  /** Takes effect with the next block. */
  resize(limitBytes: number): void {
    this.limitBytes = limitBytes;
    this.makeRoom(0, -Infinity);
  }

  append(group: Group, timestamp: number): void {
    const lane = this.lanes.get(group.id) ?? this.addLane(group);
    let block = lane.blocks.at(-1);
    if (block === undefined || block.isFull || lane.revision !== group.revision) block = this.addBlock(lane, timestamp);
    block.append(timestamp, group.values);
    group.nextRow++;
  }

  clear(): void {
    this.lanes.clear();
    this.laneOfSeries.clear();
    this.used = 0;
  }

  groups(): Iterable<Group> {
    return Array.from(this.lanes.values(), (lane) => lane.group);
  }

  groupOf(series: Series): Group | undefined {
    return this.laneOfSeries.get(series.id)?.group;
  }

  /** Whether rows of the group later than `time` had to be dropped for room. */
  hasForgotten(group: Group, time: number): boolean {
    return (this.lanes.get(group.id)?.forgottenUntil ?? -Infinity) > time;
  }

  since(): number | undefined {
    let oldest = Infinity;
    for (const lane of this.lanes.values()) {
      const first = lane.blocks[0];
      if (first && first.rows > 0 && first.firstTimestamp < oldest) oldest = first.firstTimestamp;
    }
    return oldest === Infinity ? undefined : oldest;
  }

  /** Calls `visit` for each run of rows with `from <= timestamp <= to`, oldest first; `end` is not included. */
  slices(group: Group, from: number, to: number, visit: (block: Block, start: number, end: number) => void): void {
    const lane = this.lanes.get(group.id);
    if (!lane) return;
    for (const block of lane.blocks) {
      if (block.rows === 0 || block.lastTimestamp < from || block.firstTimestamp > to) continue;
      const start = block.rowAt(from);
      let end = block.rowAt(to);
      while (end < block.rows && block.timestamp(end) <= to) end++;
      if (start < end) visit(block, start, end);
    }
  }

  /** Calls `visit` for each run of rows numbered `row` or later, oldest first. */
  slicesFrom(group: Group, row: number, visit: (block: Block, start: number, end: number) => void): void {
    const lane = this.lanes.get(group.id);
    if (!lane) return;
    for (const block of lane.blocks) {
      const start = Math.max(0, row - block.firstRow);
      if (start < block.rows) visit(block, start, block.rows);
    }
  }

  /** The newest value of a series that is not NaN and not older than `oldest`; calls `found` at most once. */
  newest(series: Series, oldest: number, found: (timestamp: number, value: number) => void): void {
    const lane = this.laneOfSeries.get(series.id);
    if (!lane) return;
    for (let b = lane.blocks.length - 1; b >= 0; b--) {
      const block = lane.blocks[b]!;
      const column = block.layout.indexOf(series);
      for (let row = block.rows - 1; row >= 0; row--) {
        const timestamp = block.timestamp(row);
        if (timestamp < oldest) return;
        const value = column < 0 ? NaN : block.value(column, row);
        if (!Number.isNaN(value)) {
          found(timestamp, value);
          return;
        }
      }
    }
  }

  /** The series that were in memory once, and that neither a block nor their group holds any more. */
  seriesLeftBehind(): Set<number> {
    const left = new Set(this.laneOfSeries.keys());
    for (const lane of this.lanes.values()) {
      if (lane.blocks.length === 0) continue;
      for (const series of lane.group.layout) left.delete(series.id);
      for (const block of lane.blocks) for (const series of block.layout) left.delete(series.id);
    }
    return left;
  }

  forget(series: Series): void {
    this.laneOfSeries.delete(series.id);
  }

  private addLane(group: Group): Lane {
    const lane: Lane = { group, blocks: [], revision: -1, forgottenUntil: -Infinity };
    this.lanes.set(group.id, lane);
    return lane;
  }

  private addBlock(lane: Lane, timestamp: number): Block {
    const { layout, hz, revision } = lane.group;
    const capacity = rowsFor(hz);
    const cells = Block.cellsFor(layout.length, capacity);
    const memory = this.makeRoom(cells * Float64Array.BYTES_PER_ELEMENT, timestamp - reachMs);
    const reusable = memory?.length === cells ? memory : new Float64Array(cells);
    const block = new Block(layout, capacity, lane.group.nextRow, hz, reusable);
    lane.blocks.push(block);
    lane.revision = revision;
    this.used += block.bytes;
    for (const series of layout) this.laneOfSeries.set(series.id, lane);
    return block;
  }

  /** Drops blocks that end before `oldest`, and the oldest ones until `bytes` more fit. Returns memory to use again. */
  private makeRoom(bytes: number, oldest: number): Float64Array | undefined {
    let freed: Float64Array | undefined;
    for (;;) {
      const lane = this.laneOfOldestBlock();
      const block = lane?.blocks[0];
      if (!lane || !block) return freed;
      if (this.used + bytes <= this.limitBytes && block.lastTimestamp >= oldest) return freed;
      lane.blocks.shift();
      lane.forgottenUntil = block.lastTimestamp;
      this.used -= block.bytes;
      freed = block.retire();
    }
  }

  private laneOfOldestBlock(): Lane | undefined {
    let oldest: Lane | undefined;
    let age = Infinity;
    for (const lane of this.lanes.values()) {
      const first = lane.blocks[0];
      if (first && first.rows > 0 && first.lastTimestamp < age) {
        age = first.lastTimestamp;
        oldest = lane;
      }
    }
    return oldest;
  }
}

/** Rows in a block: about half a minute of a fast group, little waste for a slow one. */
function rowsFor(hz: number): number {
  if (hz >= 100) return 4096;
  if (hz >= 5) return 256;
  return hz >= 0.5 ? 64 : 16;
}
