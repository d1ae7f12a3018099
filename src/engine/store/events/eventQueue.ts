import { eventTypes, type EventType } from '../../../protocol/events';
import type { QueuedRecord, RecordSource } from '../journal/recordSource';

const mostRecords = 1000;
const mostBytes = 4 * 1024 * 1024;

/** Families of events that people would miss; all others go first when the queue is full. */
const criticalFamilies = ['session.', 'alert.', 'consent.', 'export.', 'purge.', 'config.'];
const critical: ReadonlySet<EventType> = new Set(
  eventTypes.filter((type) => criticalFamilies.some((family) => type.startsWith(family))),
);

interface Waiting {
  readonly record: QueuedRecord;
  /** Of an event; a snapshot has none. */
  readonly type: EventType | undefined;
  readonly bytes: number;
}

/**
 * Events and snapshots that wait to be written, within bounds that one snapshot may exceed while everything before it is
 * being written. When it is full the oldest event that is not critical goes; only when all are critical, the oldest of
 * them. What was handed out last is being written and stays.
 */
export class EventQueue implements RecordSource {
  private waiting: Waiting[] = [];
  private inFlight = 0;
  private size = 0;
  private readonly drops = new Map<EventType, number>();

  constructor(
    private readonly limits: { readonly records: number; readonly bytes: number } = {
      records: mostRecords,
      bytes: mostBytes,
    },
  ) {}

  /** Records that wait. */
  get depth(): number {
    return this.waiting.length;
  }

  /** UTF-8 bytes of all that wait. */
  get bytes(): number {
    return this.size;
  }

  /** Events that were dropped since the start, by type. */
  get dropped(): ReadonlyMap<EventType, number> {
    return this.drops;
  }

  /** Takes an event in. */
  addEvent(type: EventType, text: string): void {
    this.add({ record: { kind: 'event', text }, type, bytes: Buffer.byteLength(text) });
  }

  /** Takes a snapshot in, in place of an older one that still waits: only the newest is ever read. */
  addSnapshot(text: string): void {
    this.add({ record: { kind: 'snapshot', text }, type: undefined, bytes: Buffer.byteLength(text) });
    this.keepNewestSnapshot();
  }

  peek(most: number): readonly QueuedRecord[] {
    // What was handed out before was written or could not be: either way nothing is being written now.
    this.inFlight = 0;
    this.keepNewestSnapshot();
    let bytes = 0;
    let count = 0;
    for (const { bytes: own } of this.waiting) {
      // One that is larger than was asked for must get out too.
      if (count > 0 && bytes + own > most) break;
      bytes += own;
      count++;
    }
    this.inFlight = count;
    return this.waiting.slice(0, count).map(({ record }) => record);
  }

  acknowledged(count: number): void {
    for (const { bytes } of this.waiting.splice(0, count)) this.size -= bytes;
    this.inFlight = Math.max(0, this.inFlight - count);
  }

  private keepNewestSnapshot(): void {
    let isNewest = true;
    for (let index = this.waiting.length - 1; index >= this.inFlight; index--) {
      if (this.waiting[index]!.type !== undefined) continue;
      if (!isNewest) this.remove(index);
      isNewest = false;
    }
  }

  private add(entry: Waiting): void {
    this.waiting.push(entry);
    this.size += entry.bytes;
    while (this.waiting.length > this.limits.records || this.size > this.limits.bytes) {
      const index = this.leastMissed();
      if (index === undefined) return;
      const { type } = this.remove(index);
      if (type !== undefined) this.drops.set(type, (this.drops.get(type) ?? 0) + 1);
    }
  }

  /** What goes next: the newest record may be it. */
  private leastMissed(): number | undefined {
    let oldest: number | undefined;
    for (let index = this.inFlight; index < this.waiting.length; index++) {
      const { type } = this.waiting[index]!;
      // A snapshot makes up for events that were lost before it.
      if (type === undefined) continue;
      if (!critical.has(type)) return index;
      oldest ??= index;
    }
    return oldest;
  }

  private remove(index: number): Waiting {
    const [entry] = this.waiting.splice(index, 1);
    this.size -= entry!.bytes;
    return entry!;
  }
}
