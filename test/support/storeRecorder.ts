import type { MetricId } from '../../src/protocol/catalogue';
import { Group } from '../../src/engine/metrics/group';
import { HotRing } from '../../src/engine/metrics/hotRing';
import { SeriesRegistry } from '../../src/engine/metrics/seriesRegistry';
import type { Disk } from '../../src/engine/store/disk/disk';
import { JournalWriter } from '../../src/engine/store/journal/journalWriter';
import type { QueuedRecord, RecordSource } from '../../src/engine/store/journal/recordSource';
import { eventText, snapshotText } from '../../src/engine/store/journal/textRecords';
import { FakeClock } from './fakeClock';
import { heldFence } from './fences';

/** One sample as a test remembers it. */
export interface Remembered {
  readonly session: string;
  readonly group: string;
  readonly series: string;
  readonly time: number;
  readonly value: number;
}

export interface RecorderOptions {
  readonly epoch: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Of the faster one of its two groups; the other has a frame every 2 s. Default 2. */
  readonly hz?: number;
  /** Series of the faster group. Default 3. */
  readonly columns?: number;
}

/** An engine as the store sees it: records into journals what it remembers for itself too. */
export class StoreRecorder implements RecordSource {
  readonly session: string;
  readonly clock: FakeClock;
  readonly samples: Remembered[] = [];
  readonly retired: string[] = [];
  readonly problems: string[] = [];
  events = 0;
  private readonly ring = new HotRing(64 * 1024 * 1024);
  private readonly writer: JournalWriter;
  private readonly groups: readonly Group[];
  private readonly waiting: QueuedRecord[] = [];

  constructor(disk: Disk, dataDir: string, { epoch, start, hz = 2, columns = 3 }: RecorderOptions) {
    const started = new Date(start).toISOString().slice(0, 19).replace(/[-:]/g, '');
    this.session = `${started}Z-${String(epoch).padStart(8, '0')}`;
    this.clock = new FakeClock(start);
    this.writer = new JournalWriter({
      disk,
      dataDir,
      epoch,
      fence: heldFence(epoch),
      session: this.session,
      ring: this.ring,
      records: this,
      clock: this.clock,
      retired: (file) => this.retired.push(file),
      problemChanged: (problem) => {
        if (problem !== undefined) this.problems.push(problem);
      },
      superseded: () => undefined,
    });
    const registry = new SeriesRegistry();
    const group = (id: number, name: string, rate: number, metric: MetricId, labels: string[]): Group => {
      const made = new Group(id, name, rate);
      made.setLayout(labels.map((core) => registry.open(metric, { core })));
      return made;
    };
    const cores = Array.from({ length: columns }, (_, i) => String(i));
    this.groups = [
      group(0, 'fast', hz, 'system.cpu_core_percent', cores),
      group(1, 'slow', 0.5, 'system.cpu_core_percent', ['slow']),
    ];
  }

  get position(): JournalWriter['acknowledged'] {
    return this.writer.acknowledged;
  }

  /** Samples of some seconds, an event a minute, written in pieces. */
  async record(seconds: number): Promise<void> {
    const until = this.clock.now() + seconds * 1000;
    while (this.clock.now() < until) {
      if (this.clock.now() % 60_000 === 0) this.event();
      for (const group of this.groups) if (this.clock.now() % (1000 / group.hz) === 0) this.row(group);
      this.clock.advance(1000 / this.groups[0]!.hz);
      if (this.clock.now() % 30_000 === 0) await this.writer.flush();
    }
    await this.writer.flush();
  }

  /** @returns paths of the journals that are closed now. */
  async rotate(): Promise<readonly string[]> {
    await this.writer.rotate();
    return this.retired;
  }

  close(): Promise<void> {
    return this.writer.close();
  }

  peek(mostBytes: number): readonly QueuedRecord[] {
    let bytes = 0;
    const end = this.waiting.findIndex(({ text }, i) => (bytes += text.length) > mostBytes && i > 0);
    return end < 0 ? [...this.waiting] : this.waiting.slice(0, end);
  }

  acknowledged(count: number): void {
    this.waiting.splice(0, count);
  }

  private row(group: Group): void {
    const time = this.clock.now();
    for (const [column, series] of group.layout.entries()) {
      const value = valueAt(time, column);
      group.values[column] = value;
      if (Number.isNaN(value)) continue;
      const name = `${series.metric}${Object.values(series.labels).join()}`;
      this.samples.push({ session: this.session, group: group.name, series: name, time, value });
    }
    this.ring.append(group, time);
  }

  private event(): void {
    const sequence = ++this.events;
    const { session } = this;
    const timestamp = this.clock.now();
    const data = { queue_depth: sequence };
    this.waiting.push({
      kind: 'event',
      text: eventText({ session, sequence, timestamp, type: 'health.heartbeat', data }),
    });
    if (sequence % 10 > 0) return;
    this.waiting.push({
      kind: 'snapshot',
      text: snapshotText({ session, sequence, timestamp, reason: 'events', state: '{}' }),
    });
  }
}

/** A value that tells its time and column, now and then none. */
function valueAt(time: number, column: number): number {
  const count = Math.round(time / 500) + column * 7;
  return count % 11 === 0 ? NaN : (count % 1009) / 10;
}
