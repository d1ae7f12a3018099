import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Disk } from '../../src/engine/store/disk/disk';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import type { RetentionSettings } from '../../src/engine/store/thread/storeLink';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { FakeClock } from './fakeClock';
import { storedRows, type StoredRows } from './storedRows';
import { StoreLife } from './storeLife';
import { brokenPromise, type SessionPromise } from './storePromises';
import { testSqlite } from './storeSamples';

/** Long enough that nothing is removed. */
const forGood: RetentionSettings = {
  'retention.rawDays': 3650,
  'retention.aggregatedDays': 3650,
  'retention.eventDays': 3650,
  'retention.exportDays': 0,
  'retention.sessionDays': 0,
  'retention.maxMegabytes': 1024,
};
const everythingStays = { raw: -Infinity, aggregated: -Infinity, events: -Infinity };

const start = Date.UTC(2026, 10, 21, 7, 50);

export interface RealStoreOptions {
  readonly dataDir?: string;
  readonly clock?: FakeClock;
}

/** A data folder on a real disk, in which one engine after another records. */
export class RealStore {
  readonly promises = new Map<string, SessionPromise>();
  /** What was told to people. */
  readonly problems: string[] = [];

  private constructor(
    readonly dataDir: string,
    readonly sqlite: Sqlite,
    readonly clock: FakeClock,
  ) {}

  static async make({ dataDir, clock = new FakeClock(start) }: RealStoreOptions = {}): Promise<RealStore> {
    const folder = dataDir ?? (await mkdtemp(path.join(os.tmpdir(), 'wirthforge-whole-')));
    return new RealStore(folder, await testSqlite(), clock);
  }

  async remove(): Promise<void> {
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async begin(disk: Disk = nodeDisk): Promise<StoreLife> {
    const { dataDir, sqlite, clock } = this;
    const problem = (text: string): void => void this.problems.push(text);
    const life = await StoreLife.begin({ disk, dataDir, sqlite, clock, settings: forGood, problem });
    this.promises.set(life.session, life.promise());
    return life;
  }

  /** What this life has acknowledged by now is promised. */
  hold(life: StoreLife, isOpen = true): void {
    this.promises.set(life.session, { ...life.promise(), isOpen });
  }

  /** Ends when everything but the last journal is sealed. */
  async end(life: StoreLife): Promise<void> {
    await life.recovered();
    await life.stop();
    this.hold(life, false);
    this.clock.advance(60_000);
  }

  /** A life from its beginning to its end, in which so many minutes pass. */
  async live(minutes: number): Promise<StoreLife> {
    const life = await this.begin();
    await life.recovered();
    await this.pass(life, minutes);
    await this.end(life);
    return life;
  }

  /** Measures and writes, twice a minute. */
  async pass(life: StoreLife, minutes: number): Promise<void> {
    for (let half = 0; half < 2 * minutes; half++) {
      life.measure(30_000, 500);
      life.event();
      await life.flush();
    }
  }

  /** Begins a life that only finishes and seals what there is. */
  async recover(): Promise<void> {
    const life = await this.begin();
    await life.recovered();
    await life.stop();
    this.hold(life, false);
  }

  /** What another process finds. */
  async read(): Promise<StoredRows> {
    const folder = await this.open();
    try {
      return await storedRows(folder);
    } finally {
      folder.close();
    }
  }

  open(): Promise<StoreFolder> {
    const report = (problem: string): void => void this.problems.push(problem);
    return StoreFolder.open(nodeDisk, this.dataDir, this.sqlite, { report });
  }

  /** @returns what is not as promised; undefined when all is well. */
  async broken(): Promise<string | undefined> {
    return brokenPromise(await this.read(), this.promises, everythingStays);
  }
}

/** Rows and events as texts, one each. */
export function textsOf({ rows, events }: StoredRows): string[] {
  const found: string[] = [];
  for (const [session, groups] of rows)
    for (const [group, list] of groups)
      for (const { row, time } of list) found.push(`${session} ${group} ${row} ${time}`);
  for (const [session, list] of events)
    for (const { sequence, type } of list) found.push(`${session} event ${sequence} ${type}`);
  return found.sort();
}
