import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { EventType } from '../../src/protocol/events';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import type { Disk } from '../../src/engine/store/disk/disk';
import type { EventData } from '../../src/engine/store/events/eventSchemas';
import { SegmentBuilder } from '../../src/engine/store/segments/segmentBuilder';
import { toSegmentFile } from '../../src/engine/store/segments/segmentFile';
import type { SegmentKind } from '../../src/engine/store/segments/segmentName';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import type { StoredSeries } from '../../src/engine/store/storedSeries';
import { rollUp } from '../../src/engine/store/tiers/rollUp';
import type { JobContext } from '../../src/engine/store/tools/jobContext';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import type { RawChunk } from '../../src/engine/store/chunk';
import { noon, testSqlite } from './storeSamples';

export const secondMs = 1000;

export const cpu: StoredSeries = { metric: 'system.cpu_percent', labels: {}, unit: 'percent', decimals: 1 };
export const disk: StoredSeries = {
  metric: 'system.disk_read_bytes_per_second',
  labels: { device: 'sd"a,\n' },
  unit: 'bytes_per_second',
  decimals: 0,
};

/** A data folder on the real disk with segments that were built by hand, so that a test knows every row. */
export class RecordedStore {
  readonly problems: string[] = [];
  readonly recorded: { readonly type: EventType; readonly data: object }[] = [];
  readonly steps: string[] = [];
  rotations = 0;
  private number = 0;

  private constructor(
    readonly dataDir: string,
    readonly sqlite: Sqlite,
  ) {}

  static async make(): Promise<RecordedStore> {
    return new RecordedStore(await mkdtemp(path.join(os.tmpdir(), 'wirthforge-store-')), await testSqlite());
  }

  async end(): Promise<void> {
    await rm(this.dataDir, { recursive: true });
  }

  folder(over: Disk = nodeDisk): Promise<StoreFolder> {
    const report = (problem: string): void => {
      this.problems.push(problem);
    };
    return StoreFolder.open(over, this.dataDir, this.sqlite, { writing: 99, report });
  }

  /** The folder is opened anew, as a job of another process would. */
  async context(changes: Partial<JobContext> = {}): Promise<JobContext> {
    return {
      folder: await this.folder(),
      isLive: false,
      now: () => noon + 86_400_000,
      rotate: () => {
        this.rotations++;
        return Promise.resolve();
      },
      upkeep: () => Promise.resolve({ done: [], freedBytes: 0 }),
      record: <T extends EventType>(type: T, data: EventData[T]): void => {
        this.recorded.push({ type, data });
      },
      progress: ({ step }) => {
        this.steps.push(step);
      },
      signal: new AbortController().signal,
      ...changes,
    };
  }

  /** Publishes a segment and returns its path inside the data folder. */
  async add(kind: SegmentKind, fill: (builder: SegmentBuilder) => void): Promise<string> {
    const builder = new SegmentBuilder(this.sqlite, kind);
    fill(builder);
    const { bytes, from, to } = builder.finish();
    builder.dispose();
    const file = toSegmentFile(bytes, { kind, from, to, epoch: 1, sequence: ++this.number }, undefined);
    const folder = await this.folder();
    await folder.change({ add: [file], remove: [] });
    folder.close();
    return `segments/${file.name}`;
  }
}

/** A minute of two series at 1 Hz: CPU 0, 1, 2, … percent with a gap of three seconds at second 10, a disk at rest. */
export function minute(session: string, from: number): RawChunk {
  const times = Float64Array.from({ length: 60 }, (_, i) => from + i * secondMs);
  const percent = Float64Array.from({ length: 60 }, (_, i) => (i >= 10 && i < 13 ? NaN : i));
  return {
    session,
    group: 'system',
    hz: 1,
    times,
    columns: [
      { series: cpu, values: percent },
      { series: disk, values: new Float64Array(60) },
    ],
  };
}

/** That minute as a raw segment: the CPU is measured, and from its half on only estimated. */
export function fillMinute(builder: SegmentBuilder, session: string, from: number): void {
  builder.addSamples(minute(session, from));
  builder.addState(session, cpu, { since: from, quality: 'measured' });
  builder.addState(session, cpu, {
    since: from + 30 * secondMs,
    quality: 'estimated',
    reason: 'The counter went away.',
  });
  builder.addState(session, disk, { since: from, quality: 'measured' });
}

/** That minute as buckets of 10 s. */
export function fillTens(builder: SegmentBuilder, session: string, from: number): void {
  builder.addBuckets(rollUp(minute(session, from), 10_000));
  builder.addState(session, cpu, { since: from, quality: 'measured' });
  builder.addState(session, disk, { since: from, quality: 'measured' });
}
