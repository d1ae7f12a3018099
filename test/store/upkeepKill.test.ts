import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import type { Sqlite } from '../../src/engine/store/segments/sqlite';
import type { RetentionSettings } from '../../src/engine/store/thread/storeLink';
import { nextEpoch } from '../../src/engine/store/upkeep/folderIndex';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { Upkeep } from '../../src/engine/store/upkeep/upkeep';
import { Random } from '../support/random';
import { contentOf, rememberedText } from '../support/storeContent';
import { StoreRecorder } from '../support/storeRecorder';
import { SimulatedDisk } from '../support/simulatedDisk';
import { testSqlite } from '../support/storeSamples';

const rounds = process.env['SOAK'] === '1' ? 20 : 10;
const pieceSeconds = 60;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const begin = Date.UTC(2026, 10, 21);
const never = new AbortController().signal;
const childMark = '--record-until-killed';

/** What the child says: of the session of that epoch, so many seconds are on disk; raw samples from a time on stay. */
interface Word {
  readonly epoch: number;
  readonly seconds: number;
  readonly keptFrom: number;
}

const recorderOf = (disk: typeof nodeDisk, dataDir: string, epoch: number): StoreRecorder =>
  new StoreRecorder(disk, dataDir, { epoch, start: begin + epoch * 20 * 60_000, hz: 10, columns: 5 });

/** An engine that records, seals, compacts and retains without a pause. */
async function child(dataDir: string): Promise<never> {
  const sqlite = await testSqlite();
  const epoch = await nextEpoch(nodeDisk, dataDir);
  const recorder = recorderOf(nodeDisk, dataDir, epoch);
  const report = (problem: string): void => {
    process.stdout.write(`${JSON.stringify({ problem })}\n`);
  };
  const folder = await StoreFolder.open(nodeDisk, dataDir, sqlite, { writing: epoch, report });
  const now = (): number => recorder.clock.now() + 30 * hourMs;
  const upkeep = new Upkeep(folder, now);
  for (let seconds = pieceSeconds; ; seconds += pieceSeconds) {
    await recorder.record(pieceSeconds);
    const keptFrom = recorder.clock.now() - 3 * hourMs;
    const word: Word = { epoch, seconds, keptFrom };
    process.stdout.write(`${JSON.stringify(word)}\n`);
    await upkeep.recover(never);
    await upkeep.seal(await recorder.rotate(), never);
    await upkeep.tidy(keeping((now() - keptFrom) / dayMs), never);
  }
}

function keeping(rawDays: number): RetentionSettings {
  return {
    'retention.rawDays': rawDays,
    'retention.aggregatedDays': 3650,
    'retention.eventDays': 3650,
    'retention.exportDays': 1,
    'retention.sessionDays': 0,
    'retention.maxMegabytes': 1024,
  };
}

/** Runs a child and kills it; answers with what it said. */
function killed(dataDir: string, afterMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [process.argv[1]!, childMark, dataDir], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [said, failed] = ['', ''];
    running.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    running.stderr.on('data', (bytes: Buffer) => (failed += bytes.toString()));
    // Counted from its first word: until then it reads programs, not the store.
    running.stdout.once('data', () => setTimeout(() => running.kill('SIGKILL'), afterMs));
    running.once('error', reject);
    running.once('close', (_, signal) => {
      if (signal === 'SIGKILL') resolve(said.split('\n').filter((line, i, all) => line !== '' && i < all.length - 1));
      else reject(new Error(`The child ended by itself: ${failed}`));
    });
  });
}

/** Everything that the session of an epoch may have written. */
async function possible(epoch: number, seconds: number): Promise<{ texts: string[]; count: number }> {
  const recorder = recorderOf(new SimulatedDisk(new Random(epoch)), '/data', epoch);
  await recorder.record(seconds);
  return { texts: rememberedText(recorder.samples, recorder.session, recorder.events), count: recorder.samples.length };
}

function timeOf(text: string): number {
  return Number(text.split(' ')[3]);
}

function tests(): void {
  let dataDir = '';
  let sqlite: Sqlite;
  before(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-upkeep-'));
    sqlite = await testSqlite();
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  it(`loses and doubles nothing when it is killed, ${rounds} times`, async () => {
    const random = new Random(7);
    const words = new Map<number, Word>();
    let keptFrom = -Infinity;
    for (let round = 0; round < rounds; round++) {
      const said = await killed(dataDir, random.integer(5, 400));
      for (const line of said) {
        const word = JSON.parse(line) as Word | { readonly problem: string };
        if ('problem' in word) assert.fail(word.problem);
        words.set(word.epoch, word);
        keptFrom = Math.max(keptFrom, word.keptFrom);
      }
      await check(words, keptFrom, `after kill ${round + 1}`);
    }
    const problems: string[] = [];
    const writing = await nextEpoch(nodeDisk, dataDir);
    const folder = await StoreFolder.open(nodeDisk, dataDir, sqlite, { writing, report: (p) => problems.push(p) });
    await new Upkeep(folder, () => begin + 10 * dayMs).recover(never);
    assert.deepEqual(problems, []);
    await check(words, keptFrom, 'after recovery');
    for (const segment of folder.segments())
      await folder.use(segment, (reader) => {
        reader.check();
      });
    const names = await readdir(path.join(dataDir, 'segments'));
    assert.deepEqual(
      names.filter((name) => !name.endsWith('.db')),
      [],
    );
    assert.deepEqual(await readdir(path.join(dataDir, 'journal')), []);
    assert.deepEqual(problems, []);
  });

  async function check(words: ReadonlyMap<number, Word>, keptFrom: number, when: string): Promise<void> {
    const problems: string[] = [];
    const folder = await StoreFolder.open(nodeDisk, dataDir, sqlite, { report: (p) => problems.push(p) });
    const found = await contentOf(folder);
    folder.close();
    assert.deepEqual(problems, [], when);
    const have = new Set(found);
    assert.equal(have.size, found.length, `${when}: something is there twice`);
    const allowed = new Set<string>();
    for (const { epoch, seconds } of words.values()) {
      // A piece may have been written without the child having had time to say so.
      for (const text of (await possible(epoch, seconds + pieceSeconds)).texts) allowed.add(text);
      const lost = (await possible(epoch, seconds)).texts.filter(
        (text) => !have.has(text) && (text.includes(' event ') || timeOf(text) >= keptFrom),
      );
      assert.equal(lost.length, 0, `${when}: ${lost.length} are lost, such as ${lost[0] ?? ''}`);
    }
    const strange = found.filter((text) => !allowed.has(text));
    assert.equal(strange.length, 0, `${when}: ${strange.length} were never written, such as ${strange[0] ?? ''}`);
  }
}

const mark = process.argv.indexOf(childMark);
if (mark >= 0) void child(process.argv[mark + 1]!);
else describe('Sealing, compaction and retention on a real disk', tests);
