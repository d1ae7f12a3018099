import type { MetricId } from '../../src/protocol/catalogue';
import { Group } from '../../src/engine/metrics/group';
import { HotRing } from '../../src/engine/metrics/hotRing';
import type { Series } from '../../src/engine/metrics/series';
import { SeriesRegistry } from '../../src/engine/metrics/seriesRegistry';
import type { Disk } from '../../src/engine/store/disk/disk';
import type { RecordCipher } from '../../src/engine/store/encryption/cipher';
import type { StoreEvent } from '../../src/engine/store/events/storeEvent';
import { JournalWriter } from '../../src/engine/store/journal/journalWriter';
import type { QueuedRecord, RecordSource } from '../../src/engine/store/journal/recordSource';
import { eventText } from '../../src/engine/store/journal/textRecords';
import { FakeClock } from './fakeClock';
import { heldFence } from './fences';
import type { EpochFence } from '../../src/engine/elect/fence';

export const rigSession = '20260101T000000Z-00000001';
export const startTime = 1_767_225_600_000;

/** A value of a rig's row, which tells the row it belongs to. */
export function rigValue(row: number, column: number): number {
  if (column === 0) return row;
  return (row + column) % 5 === 0 ? NaN : ((row * 7 + column) % 1000) / 10;
}

/** A journal's writer with a ring and events of its own, whose rows and events are numbered from 0. */
export class JournalRig implements RecordSource {
  readonly clock = new FakeClock(startTime);
  readonly registry = new SeriesRegistry();
  readonly ring: HotRing;
  readonly writer: JournalWriter;
  readonly retired: string[] = [];
  readonly problems: (string | undefined)[] = [];
  private readonly waiting: QueuedRecord[] = [];
  supersededCount = 0;
  events = 0;
  acknowledgedEvents = 0;
  private groups = 0;

  constructor(
    readonly disk: Disk,
    { dataDir = '/data', epoch = 1, fence = heldFence(epoch), ringBytes = 32 * 1024 * 1024, cipher }: RigOptions = {},
  ) {
    this.ring = new HotRing(ringBytes);
    this.writer = new JournalWriter({
      disk,
      dataDir,
      epoch,
      fence,
      session: rigSession,
      ring: this.ring,
      records: this,
      clock: this.clock,
      ...(cipher ? { cipher } : {}),
      retired: (file) => this.retired.push(file),
      problemChanged: (problem) => this.problems.push(problem),
      superseded: () => this.supersededCount++,
    });
  }

  get problem(): string | undefined {
    return this.problems.at(-1);
  }

  /** The first series counts the rows. */
  group(name: string, hz: number, columns: number): Group {
    const group = new Group(this.groups++, name, hz);
    group.setLayout([this.series('monitor.samples', { group: name })]);
    for (let column = 1; column < columns; column++) this.addSeries(group);
    return group;
  }

  addSeries(group: Group): Series {
    const series = this.series('system.cpu_core_percent', { core: `${group.name}${group.layout.length}` });
    group.add(series);
    return series;
  }

  /** Appends some rows, each a period of the group after the one before. */
  rows(group: Group, count: number): void {
    for (let i = 0; i < count; i++) {
      for (let column = 0; column < group.values.length; column++)
        group.values[column] = rigValue(group.nextRow, column);
      const timestamp = Math.max(this.clock.now(), group.lastTimestamp + 1000 / group.hz);
      group.lastTimestamp = timestamp;
      this.ring.append(group, timestamp);
    }
  }

  event(): void {
    const event: StoreEvent = {
      session: rigSession,
      sequence: ++this.events,
      timestamp: this.clock.now(),
      type: 'health.heartbeat',
      data: { queue_depth: this.events },
    };
    this.waiting.push({ kind: 'event', text: eventText(event) });
  }

  peek(mostBytes: number): readonly QueuedRecord[] {
    let bytes = 0;
    const end = this.waiting.findIndex(({ text }, i) => (bytes += text.length) > mostBytes && i > 0);
    return end < 0 ? [...this.waiting] : this.waiting.slice(0, end);
  }

  acknowledged(count: number): void {
    this.waiting.splice(0, count);
    this.acknowledgedEvents += count;
  }

  private series(metric: MetricId, labels: Record<string, string>): Series {
    return this.registry.open(metric, labels);
  }
}

interface RigOptions {
  readonly dataDir?: string;
  readonly epoch?: number;
  readonly fence?: EpochFence;
  readonly ringBytes?: number;
  readonly cipher?: RecordCipher;
}
