import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { crc32 } from '../../src/engine/store/codec/crc32';
import { parseSegmentName } from '../../src/engine/store/segments/segmentName';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { FakeClock } from './fakeClock';
import { Claims, Freezer } from './freezer';
import { Random } from './random';
import { SimulatedDisk } from './simulatedDisk';
import { storedRows } from './storedRows';
import { keptSince, shortlyKept, StoreLife } from './storeLife';
import { brokenPromise, type SessionPromise } from './storePromises';

const start = Date.UTC(2026, 10, 21, 7, 50);
/** Calls of the disk until a leader is frozen, at most. */
const mostCalls = 400;
/** Calls in the folder of segments until then, at most. */
const mostChanges = 60;
/** Calls of the next leader until the frozen one wakes, at most: it may be in the middle of its recovery, or long past it. */
const mostSleep = 300;
const mostChangesAsleep = 30;

export interface FrozenCounts {
  takeovers: number;
  /** Frozen between asking whether it leads and what it did then, or before. */
  atFence: number;
  inJournal: number;
  /** While it changed the folder. */
  inChange: number;
  /** Before it had recovered from the one before. */
  inRecovery: number;
  /** Woken before the next one had begun. */
  early: number;
  /** Times that power was lost after a takeover. */
  crashes: number;
}

interface Leader {
  readonly epoch: number;
  readonly freezer: Freezer;
  readonly begun: Promise<StoreLife>;
  life: StoreLife | undefined;
  /** What it was asked for, whether it has ended or not. */
  readonly asked: Promise<unknown>[];
  isRecovered: boolean;
}

/** A data folder whose leaders are frozen one after the other, and wake when others lead. */
export class FrozenLeaders {
  private readonly random: Random;
  private readonly clock = new FakeClock(start);
  private readonly claims = new Claims();
  private readonly promises = new Map<string, SessionPromise>();
  /** Those that go on, by session. */
  private readonly lives = new Map<string, StoreLife>();
  private readonly problems: string[] = [];
  private disk: SimulatedDisk;

  constructor(
    seed: number,
    private readonly sqlite: Sqlite,
    private readonly counts: FrozenCounts,
  ) {
    this.random = new Random(seed);
    this.disk = new SimulatedDisk(this.random);
  }

  /** @returns what was not as promised after a takeover; undefined when all was well. */
  async run(takeovers: number): Promise<string | undefined> {
    let leader = this.lead();
    for (let takeover = 1; takeover <= takeovers; takeover++) {
      await this.workUntilFrozen(leader);
      const next = this.lead();
      const broken = await this.takeOver(leader, next);
      if (broken !== undefined) return `takeover ${takeover}, frozen at ${leader.freezer.place ?? '?'}: ${broken}`;
      this.counts.takeovers++;
      leader = next;
      if (!this.random.chance(0.3)) continue;
      await this.crash(leader);
      leader = this.lead();
      await this.recover(leader);
      const lost = await this.look();
      if (lost !== undefined) return `power loss after takeover ${takeover}: ${lost}`;
    }
    await Promise.all(leader.asked);
    leader.life?.abandon();
    return undefined;
  }

  private lead(): Leader {
    const freezer = new Freezer();
    const fence = freezer.lead(this.claims);
    const { epoch } = fence;
    const begun = StoreLife.begin({
      disk: freezer.disk(this.disk),
      fence,
      sqlite: this.sqlite,
      clock: this.clock,
      problem: (problem) => {
        // One that is superseded says so, or that its files are gone.
        if (epoch === this.claims.highest) this.problems.push(problem);
      },
    });
    const leader: Leader = { epoch, freezer, begun, life: undefined, asked: [], isRecovered: false };
    void begun.then((life) => {
      leader.life = life;
      this.promises.set(life.session, life.promise());
      this.lives.set(life.session, life);
    });
    return leader;
  }

  private async workUntilFrozen(leader: Leader): Promise<void> {
    const { freezer } = leader;
    const { counts, random } = this;
    const isSoon = random.chance(0.3);
    const frozen = random.chance(0.6)
      ? freezer.freezeIn(random.integer(1, mostChanges), 'changes')
      : freezer.freezeIn(random.integer(1, isSoon ? 60 : mostCalls), 'calls');
    await Promise.race([frozen, this.recover(leader)]);
    while (freezer.place === undefined) await Promise.race([frozen, this.work(leader)]);
    const { place = '' } = freezer;
    if (place === 'fence') counts.atFence++;
    else if (/\.(?:change|staged)/.test(place)) counts.inChange++;
    else if (place.includes('journal')) counts.inJournal++;
    if (!leader.isRecovered) counts.inRecovery++;
  }

  /** Ends when everything that earlier leaders left is in segments. */
  private async recover(leader: Leader): Promise<void> {
    const life = await leader.begun;
    try {
      await life.recovered();
    } catch (error) {
      // Whoever is superseded meanwhile leaves that to the next one.
      if (leader.epoch === this.claims.highest) throw error;
    }
    leader.isRecovered = true;
  }

  private async takeOver(last: Leader, next: Leader): Promise<string | undefined> {
    const { random, counts } = this;
    const { freezer } = next;
    const [calls, changes] = random.chance(0.5)
      ? [Infinity, random.integer(1, mostChangesAsleep)]
      : [random.integer(1, mostSleep), Infinity];
    const isTime = (): boolean => freezer.calls >= calls || freezer.changes >= changes;
    const waking = this.wake(last, isTime);
    await next.begun;
    if (isTime()) counts.early++;
    const broken = await this.look();
    if (broken !== undefined) return `when the next had begun: ${broken}`;
    // From here on nothing more of the last one may turn up.
    if (last.life) this.close(last.life.session);
    const recovering = this.recover(next);
    while (!next.isRecovered || !isTime()) await this.work(next);
    await Promise.all([recovering, waking]);
    const { life } = last;
    if (life) {
      const promise = this.promises.get(life.session)!;
      for (const [group, rows] of life.promise().rows)
        if (rows > (promise.rows.get(group) ?? 0)) return `${rows} rows of ${group} were acknowledged too late`;
      this.end(life);
    }
    await next.life!.recovered();
    await next.life!.tidy();
    return (await this.look()) ?? this.wrongFile();
  }

  /** Lets a frozen leader go on with what it was at, and with what it does all the time. */
  private async wake(leader: Leader, isTime: () => boolean): Promise<void> {
    while (!isTime()) await turn();
    leader.freezer.thaw();
    const life = await leader.begun;
    for (let round = 0; round < 3; round++) await this.work(leader, true);
    await Promise.all(leader.asked);
    await life.flush();
    await life.tidy();
  }

  /** What a session has now is all that it will ever have. */
  private close(session: string): void {
    const promise = this.promises.get(session)!;
    const rows = new Map(promise.rows);
    const { events, timeOfRow, timeOfEvent } = promise;
    this.promises.set(session, {
      ...promise,
      timeOfRow: (group, row) => (row < (rows.get(group) ?? 0) ? timeOfRow(group, row) : undefined),
      timeOfEvent: (sequence) => (sequence <= events ? timeOfEvent(sequence) : undefined),
    });
  }

  /** Nobody goes on with a session any more. */
  private end(life: StoreLife): void {
    const promise = this.promises.get(life.session)!;
    raise(promise, life.promise());
    promise.isOpen = false;
    this.lives.delete(life.session);
    life.abandon();
  }

  private async crash({ life, asked }: Leader): Promise<void> {
    const { counts, clock, random } = this;
    counts.crashes++;
    await Promise.all(asked);
    if (life) this.end(life);
    this.disk = this.disk.crash();
    clock.advance(random.integer(1, 20) * 60_000);
  }

  /** A moment of measuring, writing and tidying up; what is not waited for goes on meanwhile. */
  private async work({ life, asked }: Leader, waits = false): Promise<void> {
    if (!life) return turn();
    const { random } = this;
    const stepMs = random.pick([500, 2000, 30_000]);
    life.measure(stepMs * random.integer(1, 10), stepMs);
    if (random.chance(0.4)) life.event();
    if (random.chance(0.2)) asked.push(life.tidy());
    const flushed = life.flush();
    asked.push(flushed);
    if (waits || random.chance(0.7)) await flushed;
    else await turn();
  }

  private async look(): Promise<string | undefined> {
    const { disk, promises, clock, problems } = this;
    const report = (problem: string): void => void problems.push(problem);
    for (const [session, life] of this.lives) raise(promises.get(session)!, life.promise());
    const folder = await StoreFolder.open(disk, '/data', this.sqlite, { report });
    try {
      const found = await storedRows(folder);
      return brokenPromise(found, promises, keptSince(clock.now(), shortlyKept)) ?? problems[0];
    } finally {
      folder.close();
    }
  }

  /** Nothing is half done once the next one has tidied up, and every segment has the bytes that it was named for. */
  private wrongFile(): string | undefined {
    for (const [file, bytes] of this.disk.files()) {
      const name = path.basename(file);
      const segment = parseSegmentName(name);
      if (segment?.crc === crc32(bytes)) continue;
      if (name.endsWith('.journal') && Number(name.slice(0, 8)) === this.claims.highest) continue;
      return `${file} is left behind, or its bytes changed`;
    }
    return undefined;
  }
}

/** What was acknowledged since is promised too. */
function raise(promise: SessionPromise, now: SessionPromise): void {
  for (const [group, rows] of now.rows) promise.rows.set(group, Math.max(rows, promise.rows.get(group) ?? 0));
  promise.events = Math.max(promise.events, now.events);
}
