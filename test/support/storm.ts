import { open, readdir, readFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import { validateStore } from '../../src/engine/store/tools/validate/validateStore';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { numberedGroups } from './numberedRows';
import type { Random } from './random';
import { StormChild } from './stormChild';
import { storedRows } from './storedRows';
import { keptSince } from './storeLife';
import { brokenPromise, type SessionPromise } from './storePromises';
import { stormKept, stormPace, type StormWord } from './stormWords';

const longestLifeMs = 1500;
const longestRecoveryMs = 250;
/** Half of the time for which samples are kept: see `stormKept`. */
const longPauseMs = 6 * 3_600_000;
const signal = new AbortController().signal;

/** Kills one engine after the other on a real data folder, and knows what must be in it. */
export class Storm {
  private readonly promises = new Map<string, SessionPromise>();
  /** Latest time that an engine may have seen, ms since 1970. */
  now = Date.UTC(2026, 10, 21, 7, 50);
  readonly problems: string[] = [];
  readonly counts = { kills: 0, inRecovery: 0, tidied: 0, merged: 0, spoiled: 0, rows: 0, aged: 0 };

  constructor(
    private readonly random: Random,
    private readonly dataDir: string,
    private readonly storeFile: string,
    private readonly sqlite: Sqlite,
  ) {}

  /**
   * One life of an engine, and what the kill may have done to the end of its journal.
   * @param kind `patient`: the engine begins after a pause of hours, so that some of what is kept grows too old, and is
   * killed only after it has put segments together. `early`: it is killed before it records anything.
   */
  async round(kind: 'patient' | 'early' | 'any'): Promise<void> {
    const { random, dataDir, storeFile } = this;
    const isPatient = kind === 'patient';
    const startedAt = this.now + random.integer(1, 30 * 60) * 1000 + (isPatient ? longPauseMs : 0);
    const child = new StormChild<StormWord>('write', { dataDir, storeFile, startedAt });
    const isSoon = kind === 'early' || (!isPatient && random.chance(0.2));
    await child.hears((word) => {
      if (isPatient) return hasMerged(word);
      return word.said === (isSoon ? 'locked' : 'acknowledged');
    });
    if (kind !== 'early') await delay(random.integer(0, isSoon ? longestRecoveryMs : longestLifeMs));
    const words = await child.kill();
    const killedAt = Date.now();
    this.counts.kills++;
    this.learn(words, startedAt, killedAt);
    const last = words.findLast((word) => word.said === 'acknowledged');
    if (!last) this.counts.inRecovery++;
    else if (random.chance(0.6)) await this.spoil(last.file, last.bytes);
  }

  /** A leader is frozen, another one takes over, and the first one wakes and finds that out. */
  async frozenRound(): Promise<void> {
    const { random, dataDir, storeFile } = this;
    const startedAt = this.now + random.integer(1, 30 * 60) * 1000;
    const first = new StormChild<StormWord>('write', { dataDir, storeFile, startedAt });
    await first.hears(({ said }) => said === 'acknowledged');
    await delay(random.integer(0, longestLifeMs));
    first.signal('SIGSTOP');
    const heard = first.words.length;
    const locked = first.words.find((word) => word.said === 'locked');
    const meanwhile = (Date.now() - (locked?.realStart ?? NaN)) * stormPace.speed;
    const order = { dataDir, storeFile, startedAt: startedAt + meanwhile + random.integer(1, 60) * 1000 };
    const second = new StormChild<StormWord>('write', order);
    const wakesLate = random.chance(0.5);
    await second.hears(({ said }) => said === (wakesLate ? 'acknowledged' : 'locked'));
    await delay(random.integer(0, wakesLate ? longestLifeMs : longestRecoveryMs));
    first.signal('SIGCONT');
    await first.hears(({ said }) => said === 'superseded');
    await second.hears(({ said }) => said === 'acknowledged');
    await delay(random.integer(0, longestRecoveryMs));
    const words = await first.kill();
    // What it says of what it can do no more is right.
    const kept = words.filter(({ said }, i) => i < heard || said !== 'problem');
    this.learn(kept, startedAt, Date.now());
    this.learn(await second.kill(), order.startedAt, Date.now());
    this.counts.kills += 2;
  }

  /** @returns what is not as promised; undefined when all is well. */
  async look(): Promise<string | undefined> {
    const report = (problem: string): void => void this.problems.push(problem);
    const folder = await StoreFolder.open(nodeDisk, this.dataDir, this.sqlite, { report });
    try {
      if (this.problems.length > 0) return this.problems.join(' ');
      const found = await storedRows(folder);
      const broken = brokenPromise(found, this.promises, keptSince(this.now, stormKept));
      if (broken !== undefined) return broken;
      const { problems } = await validateStore({
        folder,
        isLive: false,
        now: () => this.now,
        rotate: () => Promise.resolve(),
        upkeep: () => Promise.resolve({ done: [], freedBytes: 0 }),
        record: () => undefined,
        progress: () => undefined,
        signal,
      });
      const loss = problems.find(({ weight }) => weight === 'loss');
      if (loss) return `${loss.file}: ${loss.what}`;
      this.count(found.rows);
      return this.problems[0];
    } finally {
      folder.close();
    }
  }

  /** Nobody goes on with a session any more: all of it is in segments. */
  over(): void {
    for (const promise of this.promises.values()) promise.isOpen = false;
  }

  private count(found: ReadonlyMap<string, unknown>): void {
    const promises = [...this.promises.values()];
    this.counts.rows = promises.reduce((sum, { rows }) => sum + [...rows.values()].reduce((a, b) => a + b, 0), 0);
    this.counts.aged = promises.filter(
      ({ session, rows }) => (rows.get('fast') ?? 0) > 0 && !found.has(session),
    ).length;
  }

  private learn(words: readonly StormWord[], startedAt: number, killedAt: number): void {
    const { promises, counts } = this;
    const locked = words.find((word) => word.said === 'locked');
    this.now = startedAt + (locked ? (killedAt - locked.realStart) * stormPace.speed : 0);
    let promise: SessionPromise | undefined;
    for (const word of words)
      if (word.said === 'began') promises.set(word.session, (promise = promiseOf(word.session, startedAt, this.now)));
      else if (word.said === 'problem') this.problems.push(word.text);
      else if (word.said === 'tidied') {
        counts.tidied++;
        if (hasMerged(word)) counts.merged++;
      } else if (word.said === 'acknowledged' && promise) {
        promise.events = word.events;
        for (const [group, rows] of word.rows) promise.rows.set(group, rows);
      }
  }

  /** Cuts or garbles what was not acknowledged of the journal that was written last. */
  private async spoil(file: string, acknowledged: number): Promise<void> {
    const { random } = this;
    const journals = (await readdir(path.join(this.dataDir, 'journal'))).filter((name) => name.endsWith('.journal'));
    // What the next one says of this one is on disk for good too.
    if (journals.sort().at(-1) !== path.basename(file)) return;
    const whole = path.join(this.dataDir, file);
    const { length } = await readFile(whole);
    this.counts.spoiled++;
    const at = random.integer(acknowledged, length);
    if (random.chance(0.5)) await truncate(whole, at);
    const garbage = random.chance(0.7) ? random.bytes(random.size(2000)) : Buffer.alloc(random.size(2000));
    const handle = await open(whole, 'r+');
    try {
      await handle.write(garbage, 0, garbage.length, at);
    } finally {
      await handle.close();
    }
  }
}

function hasMerged(word: StormWord): boolean {
  return word.said === 'tidied' && word.done.some((step) => step.includes('together'));
}

function promiseOf(session: string, startedAt: number, until: number): SessionPromise {
  const { stepMs, eventMs } = stormPace;
  const unlessLater = (time: number): number | undefined => (time <= until ? time : undefined);
  return {
    session,
    rows: new Map(),
    events: 0,
    timeOfRow: (group, row) => {
      const hz = numberedGroups.find(({ name }) => name === group)?.hz ?? NaN;
      return unlessLater(startedAt + stepMs + (row * 1000) / hz);
    },
    timeOfEvent: (sequence) => unlessLater(startedAt + (sequence - 1) * eventMs),
    isOpen: true,
  };
}
