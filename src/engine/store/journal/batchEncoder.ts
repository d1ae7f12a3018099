import type { Clock } from '../../clock';
import type { Block } from '../../metrics/block';
import type { Group } from '../../metrics/group';
import type { HotRing } from '../../metrics/hotRing';
import { frameTypes, type FrameWriter } from './frames';
import type { RecordSource } from './recordSource';
import { mostCells, writeRows } from './rowsRecord';
import { ToldGroups } from './toldGroups';

/** One append to the journal. */
export interface Batch {
  /** Holds until the next batch is encoded. */
  readonly bytes: Uint8Array;
  /** By id of the group, the number of the first row that comes after this batch. */
  readonly rows: ReadonlyMap<number, number>;
  /** Records of the source that it takes in. */
  readonly records: number;
  /** More may wait than fitted. */
  readonly isFull: boolean;
}

/** Bounds what one append writes and what memory it takes. */
const mostBatchBytes = 1024 * 1024;

/** Makes one append of everything that waits: events and snapshots first, then new rows of the ring. */
export class BatchEncoder {
  private readonly told: ToldGroups;
  /** By id of the group, the row before which all is written or counted as lost. */
  private readonly gone = new Map<number, number>();
  /** Rows that the ring dropped before they could be written. */
  lostRows = 0;

  constructor(
    private readonly frames: FrameWriter,
    private readonly ring: HotRing,
    private readonly source: RecordSource,
    private readonly clock: Clock,
  ) {
    this.told = new ToldGroups(frames);
  }

  /** What was told to the journal before counts no more. */
  startJournal(): void {
    this.told.clear();
  }

  /** Whether anything waits. @param written By id of the group, the first row that is not written. */
  hasWork(written: ReadonlyMap<number, number>): boolean {
    if (this.source.peek(1).length > 0) return true;
    for (const group of this.ring.groups()) if (group.nextRow > this.firstRow(group, written)) return true;
    return false;
  }

  /** undefined when there is nothing to write. @param written By id of the group, the first row that is not written. */
  encode(written: ReadonlyMap<number, number>): Batch | undefined {
    const { frames } = this;
    frames.reset();
    const records = this.encodeRecords();
    const rows = new Map(written);
    for (const group of this.ring.groups()) {
      if (frames.length >= mostBatchBytes) break;
      rows.set(group.id, this.encodeRows(group, this.firstRow(group, written)));
    }
    if (frames.length === 0) return undefined;
    return { bytes: frames.written(), rows, records, isFull: frames.length >= mostBatchBytes / 2 };
  }

  private encodeRecords(): number {
    const records = this.source.peek(mostBatchBytes);
    for (const { kind, text } of records) {
      this.frames.begin(frameTypes[kind]).text(text);
      this.frames.end();
    }
    return records.length;
  }

  /** Returns the number of the first row that did not fit. */
  private encodeRows(group: Group, firstRow: number): number {
    const reached = { row: firstRow, isCut: false };
    this.ring.slicesFrom(group, firstRow, (block, start, end) => {
      if (reached.isCut) return;
      this.lose(group, reached.row, block.firstRow + start);
      const next = this.encodeSlice(group, block, start, end);
      reached.row = block.firstRow + next;
      reached.isCut = next < end;
    });
    if (reached.isCut) return reached.row;
    this.lose(group, reached.row, group.nextRow);
    if (reached.row === firstRow) this.told.tellChange(group, this.clock.now());
    return group.nextRow;
  }

  private encodeSlice(group: Group, block: Block, start: number, end: number): number {
    const { frames } = this;
    const rowsAtOnce = Math.max(1, Math.floor(mostCells / Math.max(1, block.layout.length)));
    let from = start;
    while (from < end && frames.length < mostBatchBytes) {
      const to = Math.min(end, from + rowsAtOnce);
      const columns = this.told.tell(group, block, block.timestamp(from));
      writeRows(frames.begin(frameTypes.rows), group.id, columns, block, from, to);
      frames.end();
      from = to;
    }
    return from;
  }

  private firstRow(group: Group, written: ReadonlyMap<number, number>): number {
    return Math.max(written.get(group.id) ?? 0, this.gone.get(group.id) ?? 0);
  }

  /** Counts rows that are in memory no more. It holds whether this batch reaches the disk or not. */
  private lose(group: Group, from: number, to: number): void {
    if (to <= from) return;
    this.lostRows += to - from;
    this.gone.set(group.id, to);
  }
}
