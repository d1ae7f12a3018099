import path from 'node:path';
import type { Disk } from '../../src/engine/store/disk/disk';
import type { EventData } from '../../src/engine/store/events/eventSchemas';
import { Recording } from '../../src/engine/store/recording';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import type { RetentionSettings } from '../../src/engine/store/thread/storeLink';
import { journalFolder, segmentFolder } from '../../src/engine/store/upkeep/folderFiles';
import { nextEpoch } from '../../src/engine/store/upkeep/folderIndex';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import type { EventType } from '../../src/protocol/events';
import type { FakeClock } from './fakeClock';
import { NumberedRows } from './numberedRows';
import type { KeptSince, SessionPromise } from './storePromises';
import { threadInProcess } from './threadInProcess';
import { heldFence } from './fences';
import type { Fence } from '../../src/engine/elect/fence';
import { fencedDisk } from '../../src/engine/store/disk/fencedDisk';

const dayMs = 86_400_000;

/** Short enough that a few hours of samples see something removed. */
export const shortlyKept: RetentionSettings = {
  'retention.rawDays': 0.1,
  'retention.aggregatedDays': 0.25,
  'retention.eventDays': 0.25,
  'retention.exportDays': 0,
  'retention.sessionDays': 0,
  'retention.maxMegabytes': 1024,
};

export function keptSince(now: number, settings: RetentionSettings): KeptSince {
  return {
    raw: now - settings['retention.rawDays'] * dayMs,
    aggregated: now - settings['retention.aggregatedDays'] * dayMs,
    events: now - settings['retention.eventDays'] * dayMs,
  };
}

export interface StoreLifeOptions {
  readonly disk: Disk;
  readonly sqlite: Sqlite;
  /** Default: one that always holds, of an epoch after those of all files. */
  readonly fence?: Fence;
  readonly clock: FakeClock;
  /** Default `/data`. */
  readonly dataDir?: string;
  /** Default: hours, so that much is removed. */
  readonly settings?: RetentionSettings;
  /** Told of whatever goes wrong, for people. */
  readonly problem: (problem: string) => void;
}

/** One run of an engine as the store sees it, from its first look into the data folder to its end. */
export class StoreLife {
  private readonly times = new Map<string, number[]>();
  private readonly eventTimes: number[] = [];
  private readonly numbered: NumberedRows;
  private folder: StoreFolder | undefined;
  private acknowledgedEvents = 0;
  /** Times that segments were put together. */
  merged = 0;

  private constructor(
    private readonly options: StoreLifeOptions,
    private readonly recording: Recording,
    numbered: NumberedRows,
    /** Whether somebody else leads. */
    private readonly lead: { isOver: boolean },
  ) {
    this.numbered = numbered;
    this.eventTimes.push(options.clock.now());
  }

  static async begin(options: StoreLifeOptions): Promise<StoreLife> {
    const { disk, sqlite, clock, problem, dataDir = '/data' } = options;
    for (const folder of [journalFolder, segmentFolder]) await disk.makeFolder(path.join(dataDir, folder));
    const { fence = heldFence(await nextEpoch(disk, dataDir)) } = options;
    const { epoch } = fence;
    const lead = { isOver: false };
    const numbered = new NumberedRows();
    const folder = StoreFolder.open(fencedDisk(disk, fence), dataDir, sqlite, { writing: epoch, report: problem });
    const recording = await Recording.begin({
      disk,
      dataDir,
      fence,
      version: '0.0.0',
      clock,
      ring: numbered.ring,
      epoch,
      reason: 'started',
      spawn: () => threadInProcess(folder, () => clock.now()),
      problemChanged: (text) => {
        if (text !== undefined) problem(text);
      },
      report: problem,
      filesChanged: () => undefined,
      superseded: () => {
        lead.isOver = true;
      },
      firstRows: new Map(),
      record: () => undefined,
    });
    const life = new StoreLife(options, recording, numbered, lead);
    life.folder = await folder;
    return life;
  }

  get session(): string {
    return this.recording.session;
  }

  /** Measures for some time in steps. */
  measure(ms: number, stepMs: number): void {
    const { clock } = this.options;
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      this.numbered.measure(clock.now(), (group, _, time) => {
        const times = this.times.get(group);
        if (times) times.push(time);
        else this.times.set(group, [time]);
      });
    }
  }

  event(): void {
    this.record('health.heartbeat', {
      memory_bytes: 1,
      frame_time_ms: 1,
      queue_depth: this.eventTimes.length + 1,
      samples: 1,
      components: {},
    });
  }

  record<T extends EventType>(type: T, data: EventData[T]): void {
    this.eventTimes.push(this.options.clock.now());
    this.recording.record(type, data);
  }

  /** What this life may count on: the rows that the journal's writer acknowledged at this moment. */
  readonly promise = (): SessionPromise => {
    const { recording, numbered, times, eventTimes } = this;
    return {
      session: recording.session,
      rows: numbered.named(recording.writer.acknowledged?.rows),
      events: this.acknowledgedEvents,
      timeOfRow: (group, row) => times.get(group)?.[row],
      timeOfEvent: (sequence) => eventTimes[sequence - 1],
      isOpen: true,
    };
  };

  async flush(): Promise<void> {
    const recorded = this.eventTimes.length;
    const { writer } = this.recording;
    await writer.flush();
    if (writer.acknowledged && !this.lead.isOver) this.acknowledgedEvents = Math.max(this.acknowledgedEvents, recorded);
  }

  /** Puts together and removes what is due by now; ends when it and all that was asked for before is done. */
  async tidy(): Promise<void> {
    const { settings = shortlyKept } = this.options;
    try {
      const { done } = await this.recording.thread.ask('upkeep', { settings });
      if (done.some((step) => step.includes('together'))) this.merged++;
    } catch (error) {
      this.options.problem(String(error));
    }
  }

  /** Ends when everything that earlier lives left is in segments. */
  async recovered(): Promise<void> {
    await this.recording.thread.ask('seal', { retired: [] });
  }

  /** How far the journal is on disk. */
  get position(): Recording['writer']['acknowledged'] {
    return this.recording.writer.acknowledged;
  }

  /** The clock was set; what was measured before has been written. */
  clockWasSet(): void {
    this.numbered.clockWasSet();
  }

  /** Ends without a word, but for what was measured and not yet written. */
  async stop(): Promise<void> {
    await this.flush();
    await this.recording.writer.close();
    await this.recording.thread.stop();
    this.abandon();
  }

  /** Gives back the memory of a life whose disk answers no more. */
  abandon(): void {
    this.folder?.close();
  }
}
