import path from 'node:path';
import { Pipeline } from '../../src/engine/pipeline';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { BatchEncoder } from '../../src/engine/store/journal/batchEncoder';
import { FrameWriter } from '../../src/engine/store/journal/frames';
import { JournalWriter } from '../../src/engine/store/journal/journalWriter';
import type { RecordSource } from '../../src/engine/store/journal/recordSource';
import { sessionName } from '../../src/engine/store/sessionName';
import { FakeClock } from '../support/fakeClock';
import { StoreLoad, type LoadSize } from './storeLoad';
import { heldFence } from '../support/fences';

export interface LoadRecorderOptions {
  readonly epoch: number;
  /** Of the first sample, ms since 1970. */
  readonly startAt: number;
  readonly size: LoadSize;
  /** Encodes everything once more beforehand, to tell what that alone costs. */
  readonly isEncodingMeasured?: boolean;
}

/** What writing journals took. */
export interface AppendCost {
  samples: number;
  /** CPU of encoding, where it is measured, and of encoding, appending and syncing together, microseconds. */
  encodeUs: number;
  appendUs: number;
  journalBytes: number;
}

const noRecords: RecordSource = { peek: () => [], acknowledged: () => undefined };
const ringBytes = 24 * 1024 * 1024;

/** Records made-up samples into real journals as the engine does, a flush for each second, as fast as the disk takes it. */
export class LoadRecorder {
  readonly retired: string[] = [];
  readonly cost: AppendCost = { samples: 0, encodeUs: 0, appendUs: 0, journalBytes: 0 };
  private readonly clock: FakeClock;
  private readonly pipeline = new Pipeline(ringBytes);
  private readonly load: StoreLoad;
  private readonly writer: JournalWriter;
  private readonly encoder: BatchEncoder | undefined;

  constructor(dataDir: string, { epoch, startAt, size, isEncodingMeasured }: LoadRecorderOptions) {
    this.clock = new FakeClock(startAt);
    this.load = new StoreLoad(this.pipeline, size, startAt);
    const { clock } = this;
    const { ring } = this.pipeline;
    if (isEncodingMeasured === true) this.encoder = new BatchEncoder(new FrameWriter(), ring, noRecords, clock);
    this.writer = new JournalWriter({
      disk: nodeDisk,
      dataDir,
      epoch,
      fence: heldFence(epoch),
      session: sessionName(startAt, epoch),
      ring,
      records: noRecords,
      clock,
      retired: (file) => this.retired.push(file),
      problemChanged: (problem) => {
        if (problem !== undefined) throw new Error(problem);
      },
      superseded: () => undefined,
    });
  }

  static async begin(dataDir: string, options: LoadRecorderOptions): Promise<LoadRecorder> {
    for (const folder of ['journal', 'segments']) await nodeDisk.makeFolder(path.join(dataDir, folder));
    return new LoadRecorder(dataDir, options);
  }

  async record(seconds: number): Promise<void> {
    const { clock, cost, encoder, pipeline, writer } = this;
    for (let second = 0; second < seconds; second++) {
      clock.advance(1000);
      this.load.fill(clock.now());
      const before = writer.acknowledged;
      if (before && encoder) cost.encodeUs += cpuOf(() => void encoder.encode(before.rows));
      const cpu = process.cpuUsage();
      await writer.flush();
      const { user, system } = process.cpuUsage(cpu);
      cost.appendUs += user + system;
      const after = writer.acknowledged;
      if (after && after.sequence === before?.sequence) cost.journalBytes += after.bytes - before.bytes;
    }
    cost.samples = pipeline.samples;
  }

  /** Ends the last journal, which is not retired: it is left for whoever comes next. */
  close(): Promise<void> {
    return this.writer.close();
  }
}

function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
