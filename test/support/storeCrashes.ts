import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { crc32 } from '../../src/engine/store/codec/crc32';
import type { Disk } from '../../src/engine/store/disk/disk';
import { parseSegmentName } from '../../src/engine/store/segments/segmentName';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { FakeClock } from './fakeClock';
import { Random } from './random';
import { SimulatedDisk } from './simulatedDisk';
import { storedRows } from './storedRows';
import { keptSince, shortlyKept, StoreLife } from './storeLife';
import { brokenPromise, type SessionPromise } from './storePromises';

const start = Date.UTC(2026, 10, 21, 7, 50);
/** Calls of the disk until power is lost, at most: some hours of samples, sealed and put together. */
const mostCalls = 700;
/** Calls within which a recovery has something to do. */
const recoveryCalls = 90;

export interface CrashCounts {
  crashes: number;
  /** Crashes before a life had recovered from the one before. */
  inRecovery: number;
  /** Segments that were there when a life had recovered. */
  segments: number;
  /** Sessions of which samples were gone for their age. */
  aged: number;
  /** Times that small segments had been put together, in lives that could tell. */
  merged: number;
}

/** A data folder in which one engine after another loses its power, and what must be in it each time. */
export class StoreCrashes {
  private readonly random: Random;
  private readonly clock = new FakeClock(start);
  private readonly promises = new Map<string, SessionPromise>();
  private readonly problems: string[] = [];
  private disk: SimulatedDisk;

  /** @param wrap What stands between the store and the disk. */
  constructor(
    seed: number,
    private readonly sqlite: Sqlite,
    private readonly counts: CrashCounts,
    private readonly wrap: (disk: Disk) => Disk = (disk) => disk,
  ) {
    this.random = new Random(seed);
    this.disk = new SimulatedDisk(this.random);
  }

  /** Lives so many lives. @returns what was not as promised after one of them; undefined when all was well. */
  async run(crashes: number): Promise<string | undefined> {
    let inRow = 0;
    for (let crash = 0; crash < crashes; crash++) {
      const isSoon = crash > 0 && inRow < 2 && this.random.chance(1 / 3);
      inRow = isSoon ? inRow + 1 : 0;
      const broken = await this.life(isSoon);
      this.counts.crashes++;
      if (broken !== undefined) return `crash ${crash + 1}: ${broken}`;
    }
    return undefined;
  }

  /** @param isSoon Power is lost while what the last loss left is being recovered. */
  private async life(isSoon: boolean): Promise<string | undefined> {
    const { disk, random } = this;
    const running: { life: StoreLife | undefined; after: SimulatedDisk | undefined } = {
      life: undefined,
      after: undefined,
    };
    let lost = new Promise<void>(() => undefined);
    const loseAt = (calls: number): void => {
      lost = disk.powerLossAt(disk.operationCount + random.integer(0, calls)).then((after) => {
        running.after = after;
      });
    };
    if (isSoon) loseAt(recoveryCalls);
    const begun = this.begin(running);
    const broken = await Promise.race([lost, begun]);
    if (running.after) this.counts.inRecovery++;
    else if (broken === undefined && !isSoon) loseAt(mostCalls);
    while (broken === undefined && !running.after) await Promise.race([lost, this.work(running.life!)]);
    if (running.after) this.end(running.life, running.after);
    this.counts.merged += running.life?.merged ?? 0;
    running.life?.abandon();
    return broken ?? undefined;
  }

  /** Begins a life, recovers, and looks whether all is there. */
  private async begin(running: { life: StoreLife | undefined }): Promise<string | undefined> {
    const { clock, sqlite, problems } = this;
    const life = await StoreLife.begin({
      disk: this.wrap(this.disk),
      sqlite,
      clock,
      problem: (problem) => void problems.push(problem),
    });
    running.life = life;
    this.promises.set(life.session, life.promise());
    await life.recovered();
    return this.look();
  }

  private async look(): Promise<string | undefined> {
    const { disk, promises, clock, counts, problems } = this;
    const report = (problem: string): void => void problems.push(problem);
    const folder = await StoreFolder.open(disk, '/data', this.sqlite, { report });
    try {
      const found = await storedRows(folder);
      counts.segments += folder.segments().length;
      const broken = brokenPromise(found, promises, keptSince(clock.now(), shortlyKept));
      for (const { session, rows } of promises.values())
        if ((rows.get('fast') ?? 0) > 0 && !found.rows.has(session)) counts.aged++;
      return broken ?? this.wrongFile() ?? problems[0];
    } finally {
      folder.close();
    }
  }

  /** After a recovery nothing is half done, and every segment has the bytes that it was named for. */
  private wrongFile(): string | undefined {
    const newest = Math.max(...Array.from(this.promises.keys(), (session) => Number(session.slice(-8))));
    for (const [file, bytes] of this.disk.files()) {
      const name = path.basename(file);
      const segment = parseSegmentName(name);
      if (segment?.crc === crc32(bytes)) continue;
      if (name.endsWith('.journal') && Number(name.slice(0, 8)) === newest) continue;
      return `${file} is left behind, or its bytes changed`;
    }
    return undefined;
  }

  /** A moment of measuring, writing and tidying up; what is not waited for goes on meanwhile. */
  private async work(life: StoreLife): Promise<void> {
    const { random } = this;
    const stepMs = random.pick([500, 2000, 30_000, 60_000]);
    life.measure(stepMs * random.integer(1, 10), stepMs);
    if (random.chance(0.4)) life.event();
    if (random.chance(0.1)) {
      const tidied = life.tidy();
      if (random.chance(0.5)) await tidied;
    }
    const flushed = random.chance(0.6) ? life.flush() : turn();
    if (random.chance(0.7)) await flushed;
  }

  private end(life: StoreLife | undefined, after: SimulatedDisk): void {
    if (life) this.promises.set(life.session, { ...life.promise(), isOpen: false });
    this.disk = after;
    // Whoever begins next does so at another time.
    this.clock.advance(this.random.integer(1, 20) * 60_000);
  }
}
