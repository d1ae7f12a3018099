import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { questionCosts } from './history';
import { nodeWithSqlite } from './nodeWithSqlite';
import { storedBytes } from './storedBytes';
import type { StoreFigure } from './storeFigure';
import { sealAll, sealRecorded, writeBusyPast, writeFullJournal, writeJournals } from './storePasts';
import { measuredBy } from './subject';
import type { Pace } from './benchEngine';

export interface StoreBenchOptions {
  /** A folder that does not exist yet. */
  readonly folder: string;
  readonly rounds: number;
  readonly isQuick: boolean;
}

interface Sealed {
  readonly ms: number;
  readonly cpuMs: number;
}

interface Kept {
  readonly cpuNs: number;
  readonly bytesPerSample: number;
  readonly writtenPerSecond: number;
  readonly longestMs: number;
}

type Add = (figure: string, unit: string, value: number, target?: number) => void;

const mebibyte = 2 ** 20;
const journalMs = 900_000;

/** All figures of the store. Variants that are compared take turns in each round. */
export async function storeFigures({ folder, rounds, isQuick }: StoreBenchOptions): Promise<readonly StoreFigure[]> {
  const figures = new Map<string, StoreFigure & { readonly values: number[] }>();
  const add: Add = (figure, unit, value, target) => {
    const known = figures.get(figure);
    if (known) known.values.push(value);
    else figures.set(figure, { figure, unit, values: [value], ...(target === undefined ? {} : { target }) });
  };
  const fresh = async (from?: string): Promise<string> => {
    const dataDir = path.join(folder, 'now');
    await rm(dataDir, { recursive: true, force: true });
    if (from === undefined) await mkdir(dataDir, { recursive: true });
    else await cp(path.join(folder, from), dataDir, { recursive: true });
    return dataDir;
  };
  const say = (what: string): void => void process.stderr.write(`store: ${what}\n`);

  say('making journals');
  await writeFullJournal(path.join(folder, 'full'));
  await writeJournals(path.join(folder, 'journals'), 3);
  await addBytes(add, fresh);
  const node = await nodeWithSqlite();
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}: appending and sealing`);
    for (const size of [1500, 10_000]) await addAppend(add, await fresh(), size, isQuick ? 60 : 300);
    await addSeals(add, await fresh('journals'));
    say(`round ${round} of ${rounds}: rows in SQLite beside it`);
    await addKept(add, fresh, node, isQuick ? 50 : 290);
    say(`round ${round} of ${rounds}: a busy store`);
    await writeBusyPast(await fresh());
    await addPaces(add, path.join(folder, 'now'));
    say(`round ${round} of ${rounds}: an engine without and with a store`);
    await addEngines(add, await fresh('full'), isQuick ? 20 : 60);
    await sealAll(await fresh('full'), 2);
    for (const format of ['json', 'csv']) await addExport(add, path.join(folder, 'now'), format);
  }
  await addQuestions(add, path.join(folder, 'month'), isQuick ? 5 : 30);
  return [...figures.values()];
}

async function addBytes(add: Add, fresh: (from?: string) => Promise<string>): Promise<void> {
  for (const data of ['recorded', 'made up'] as const) {
    const dataDir = await fresh(data === 'made up' ? 'full' : undefined);
    if (data === 'made up') await sealAll(dataDir, 2);
    else await sealRecorded(dataDir);
    const { samples, files, tiers } = await storedBytes(dataDir);
    for (const [tierMs, bytes] of [...tiers].sort(([a], [b]) => a - b)) {
      const tier = tierMs === 0 ? 'samples' : `buckets of ${tierMs / 1000} s`;
      add(`${data}: ${tier}`, 'bytes a sample', bytes / samples, tierMs === 0 ? 0.8 : undefined);
    }
    const all = [...files].reduce((sum, [kind, bytes]) => (kind === 'events' ? sum : sum + bytes), 0);
    add(`${data}: all files but events`, 'bytes a sample', all / samples);
  }
}

async function addAppend(add: Add, dataDir: string, size: number, seconds: number): Promise<void> {
  const cost = await measuredBy<{ encodeNs: number; appendNs: number; bytesPerSample: number }>('storeAppend', [
    dataDir,
    size,
    seconds,
  ]);
  const at = `at ${size} samples a second`;
  add(`journal, encoding ${at}`, 'ns a sample, CPU', cost.encodeNs, 140);
  add(`journal, encoding, writing and syncing ${at}`, 'ns a sample, CPU', cost.appendNs);
  add(`journal ${at}`, 'bytes a sample', cost.bytesPerSample);
}

async function addSeals(add: Add, dataDir: string): Promise<void> {
  const { recovery, recoveryBytes, seals } = await measuredBy<{
    recovery: Sealed;
    recoveryBytes: number;
    seals: readonly Sealed[];
  }>('storeSeal', [dataDir]);
  add('recovery of a full journal, start of the thread included', 'ms', recovery.ms, 300);
  add('the same', 'ms of CPU', recovery.cpuMs);
  add('memory of the same over before, at most', 'MiB', recoveryBytes / mebibyte, 70);
  const last = seals.at(-1);
  if (!last) throw new Error('No journal was sealed.');
  add('seal of 15 minutes at 1,500 samples a second, thread warm', 'ms', last.ms);
  add('the same seal', 'ms of CPU', last.cpuMs);
  add('recovery, spread over 15 minutes', '% of a core', (recovery.cpuMs / journalMs) * 100);
}

async function addKept(
  add: Add,
  fresh: () => Promise<string>,
  node: string | undefined,
  seconds: number,
): Promise<void> {
  const kinds = [
    ['store', 'the store', process.execPath],
    ['sqlJs', 'rows in sql.js, written whole each second', process.execPath],
    ['node', 'rows in node:sqlite, WAL', node],
  ] as const;
  for (const [kind, name, program] of kinds) {
    if (program === undefined) continue;
    const kept = await measuredBy<Kept>('storeRows', [kind, seconds, await fresh()], program);
    const about = `${name}, ${seconds + 10} s at 1,500 samples`;
    add(`${about}: size`, 'bytes a sample', kept.bytesPerSample);
    add(`${about}: CPU`, 'ns a sample', kept.cpuNs);
    add(`${about}: written`, 'kB a second', kept.writtenPerSecond / 1000);
    add(`${about}: longest hold of the writing thread`, 'ms', kept.longestMs);
  }
}

async function addPaces(add: Add, dataDir: string): Promise<void> {
  const paces = await measuredBy<Readonly<Record<string, Pace>>>('storeBusy', [dataDir]);
  for (const [during, { latestMs, longestRunMs, longestTickMs }] of Object.entries(paces)) {
    add(`60 Hz, ${during}: longest that the thread ran between ticks`, 'ms of CPU', longestRunMs);
    add(`60 Hz, ${during}: latest tick, other programs included`, 'ms', latestMs);
    add(`60 Hz, ${during}: longest tick`, 'ms', longestTickMs);
  }
}

async function addEngines(add: Add, dataDir: string, seconds: number): Promise<void> {
  const bare = await measuredBy<{ cpuPercent: number; residentMiB: number }>('storeEngine', [seconds]);
  const recording = await measuredBy<{ cpuPercent: number; residentMiB: number }>('storeEngine', [seconds, dataDir]);
  add('1,500 samples a second, nothing recorded', '% of a core', bare.cpuPercent);
  add('the same, recorded', '% of a core', recording.cpuPercent);
  add('CPU of recording', '% of a core', recording.cpuPercent - bare.cpuPercent, 0.3);
  add(`memory after ${seconds} s, nothing recorded`, 'MiB', bare.residentMiB);
  add('the same, recorded, with a seal of a full journal', 'MiB', recording.residentMiB);
  add('memory of recording', 'MiB', recording.residentMiB - bare.residentMiB, 40);
}

async function addExport(add: Add, dataDir: string, format: string): Promise<void> {
  const { bytes, samples, ms } = await measuredBy<{ bytes: number; samples: number; ms: number }>('storeExport', [
    dataDir,
    format,
  ]);
  add(`export as ${format}`, 'MB a second', bytes / 1e3 / ms);
  add(`export as ${format}, samples`, 'thousand a second', samples / ms);
}

async function addQuestions(add: Add, dataDir: string, days: number): Promise<void> {
  const { costs } = await questionCosts(dataDir, days, 5);
  for (const { question, firstMs, laterMs, targetMs } of costs) {
    for (const ms of firstMs) add(`${question}, first of a process`, 'ms', ms, targetMs);
    add(`${question}, later ones, files read anew`, 'ms', laterMs, targetMs);
  }
}
