import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { sealJournal } from '../../src/engine/store/upkeep/sealer';
import { Upkeep } from '../../src/engine/store/upkeep/upkeep';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { wrapDisk, wrapFile } from '../support/diskWrap';
import { assertSameTexts, contentOf, rememberedText } from '../support/storeContent';
import { SimulatedDisk } from '../support/simulatedDisk';
import { StoreRecorder } from '../support/storeRecorder';
import { testSqlite } from '../support/storeSamples';
import { Random } from '../support/random';
import { RealStore, textsOf } from '../support/realStore';
import type { StoredRows } from '../support/storedRows';

const signal = new AbortController().signal;

describe('A data folder that is damaged', () => {
  let store: RealStore;
  const kept: string[] = [];
  beforeEach(async () => {
    store = await RealStore.make();
  });
  afterEach(async () => {
    await store.remove();
    for (const folder of kept.splice(0)) await rm(folder, { recursive: true });
  });

  const at = (file: string): string => path.join(store.dataDir, file);

  async function files(): Promise<string[]> {
    const names = await Promise.all(
      ['journal', 'segments'].map(async (folder) => (await readdir(at(folder))).map((name) => `${folder}/${name}`)),
    );
    return names.flat().sort();
  }

  /** Lets damage be done, looks at what it led to, and puts everything back as it was. */
  async function tried(damage: () => Promise<void>, look: () => Promise<void>): Promise<void> {
    const copy = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-copy-'));
    kept.push(copy);
    await cp(store.dataDir, copy, { recursive: true });
    store.problems.length = 0;
    await damage();
    await look();
    await rm(store.dataDir, { recursive: true });
    await cp(copy, store.dataDir, { recursive: true });
  }

  /** One journal, and for some lengths of it how many rows of the fast group had been acknowledged. */
  async function journalWithMarks(): Promise<{ file: string; marks: { bytes: number; rows: number }[] }> {
    const life = await store.begin();
    const marks: { bytes: number; rows: number }[] = [];
    for (let flush = 0; flush < 12; flush++) {
      await store.pass(life, 0.5);
      marks.push({ bytes: life.position!.bytes, rows: life.promise().rows.get('fast')! });
    }
    const { file } = life.position!;
    await life.stop();
    return { file, marks };
  }

  /** Opens every segment again and again, as a writer does that puts them together. */
  async function useAll(): Promise<void> {
    const report = (problem: string): void => void store.problems.push(problem);
    const folder = await StoreFolder.open(nodeDisk, store.dataDir, store.sqlite, { writing: 9, report });
    for (let turn = 0; turn < 3; turn++)
      for (const segment of folder.segments())
        await folder.use(segment, (reader) => {
          reader.check();
        });
    folder.close();
  }

  function fastRows(found: StoredRows): number[] {
    const rows = [...found.rows.values()].flatMap((groups) => groups.get('fast') ?? []);
    return rows.map(({ row }) => row).sort((a, b) => a - b);
  }

  for (const kind of ['cut off', 'flipped'] as const)
    it(`keeps every row of a journal that was acknowledged before the place where it is ${kind}`, async () => {
      const { file, marks } = await journalWithMarks();
      const bytes = await readFile(at(file));
      const random = new Random(1);
      for (let place = 0; place < 25; place++) {
        const offset = random.integer(0, bytes.length - 1);
        const before = marks.findLast((mark) => mark.bytes <= offset)?.rows ?? 0;
        const flipped = Buffer.from(bytes);
        flipped[offset]! ^= 1 << random.integer(0, 7);
        const look = (found: StoredRows): void => {
          const rows = fastRows(found);
          assert.deepEqual(rows, [...rows.keys()], `place ${offset}`);
          assert.ok(rows.length >= before, `place ${offset}: ${rows.length} of ${before} rows`);
          assert.deepEqual(found.wrong, []);
        };
        await tried(
          () => (kind === 'flipped' ? writeFile(at(file), flipped) : truncate(at(file), offset)),
          async () => {
            look(await store.read());
            const sealedBytes = await readFile(at(file));
            await store.recover();
            look(await store.read());
            const setAside = (await files()).filter((name) => name.endsWith('.corrupt'));
            for (const name of setAside) assert.deepEqual(await readFile(at(name)), sealedBytes);
            assert.equal(store.problems.length, setAside.length === 0 ? 0 : 2, store.problems.join('\n'));
          },
        );
      }
    });

  it('sets a damaged segment aside as it is, says so once, and keeps everything else', async () => {
    await store.live(20);
    await store.live(20);
    await store.recover();
    const segments = (await files()).filter((file) => file.endsWith('.db'));
    assert.ok(segments.length >= 12, segments.join());
    const whole = textsOf(await store.read());
    const random = new Random(2);
    for (const segment of segments) {
      const bytes = await readFile(at(segment));
      const flipped = Buffer.from(bytes);
      flipped[random.integer(0, bytes.length - 1)]! ^= 1 << random.integer(0, 7);
      const damages = [flipped, bytes.subarray(0, random.integer(1, bytes.length - 1)), Buffer.alloc(0)];
      let without: string[] = [];
      await tried(
        () => rm(at(segment)),
        async () => {
          without = textsOf(await store.read());
        },
      );
      assert.equal(without.length < whole.length, /\/(?:raw|events)\./.test(segment));
      for (const damaged of damages)
        await tried(
          () => writeFile(at(segment), damaged),
          async () => {
            // Another process leaves it where it is.
            assert.deepEqual(textsOf(await store.read()), without);
            assert.deepEqual(await readFile(at(segment)), damaged);
            assert.deepEqual([store.problems.length, store.problems[0]?.includes('damaged')], [1, true]);
            store.problems.length = 0;
            await useAll();
            assert.deepEqual(await readFile(at(`${segment}.corrupt`)), damaged);
            assert.equal(store.problems.filter((text) => text.includes(path.basename(segment))).length, 1);
            assert.match(store.problems.join('\n'), /set aside/);
            assert.deepEqual(textsOf(await store.read()), without);
          },
        );
    }
  });

  it('brings a publication to its end that stopped at any of its steps', async () => {
    const life = await store.begin();
    await store.pass(life, 20);
    await store.end(life);
    const whole = textsOf(await store.read());
    const steps = { isLast: false };
    for (let step = 0; !steps.isLast; step++)
      await tried(
        async () => {
          let calls = 0;
          const failing = async (work: () => Promise<void>): Promise<void> => {
            if (calls++ >= step) throw Object.assign(new Error('EIO: the process is gone'), { code: 'EIO' });
            await work();
          };
          const disk = wrapDisk(nodeDisk, {
            rename: (from, to) => failing(() => nodeDisk.rename(from, to)),
            remove: (file) => failing(() => nodeDisk.remove(file)),
          });
          const report = (text: string): void => assert.fail(text);
          const folder = await StoreFolder.open(disk, store.dataDir, store.sqlite, { writing: 2, report });
          steps.isLast = await new Upkeep(folder, () => store.clock.now()).recover(signal).then(
            () => true,
            () => false,
          );
          folder.close();
        },
        async () => {
          assert.deepEqual(textsOf(await store.read()), whole, `step ${step}, for another process`);
          await store.recover();
          const left = textsOf(await store.read()).filter((text) => text.startsWith(life.session));
          assert.deepEqual(
            whole.filter((text) => !left.includes(text)),
            [],
            `step ${step}`,
          );
          assert.equal(new Set(left).size, left.length);
          assert.ok(
            (await files()).every((file) => /\.(?:db|journal)$/.test(file)),
            (await files()).join(),
          );
          assert.deepEqual(store.problems, []);
        },
      );
  });

  it('takes a journal of an older epoch that turns up late as what it is', async () => {
    const first = await store.begin();
    await store.pass(first, 20);
    const { file } = first.position!;
    await store.end(first);
    const early = textsOf(await store.read());
    await rename(at(file), at('elsewhere'));
    const second = await store.live(20);
    const between = textsOf(await store.read());
    await rename(at('elsewhere'), at(file));
    const third = await store.begin();
    await third.recovered();
    await third.tidy();
    await third.stop();
    assert.deepEqual(store.problems, []);
    const left = textsOf(await store.read());
    assert.equal(new Set(left).size, left.length);
    assert.ok(between.some((text) => text.startsWith(second.session)));
    assert.deepEqual(
      [...early, ...between].filter((text) => !left.includes(text)),
      [],
    );
    // The second engine knew nothing of the late journal's events, so it wrote the end of their session down too.
    const more = left.filter((text) => !early.includes(text) && text.startsWith(first.session));
    assert.deepEqual([more.length, more[0]?.endsWith('session.end')], [1, true]);
    assert.ok((await files()).some((name) => name.includes(path.basename(file, '.journal')) && name.endsWith('.db')));
  });
});

describe('An engine that ends', () => {
  it('says nothing of the journals that it leaves to the next one to seal', async () => {
    const store = await RealStore.make();
    const life = await store.begin();
    await store.pass(life, 16);
    await life.stop();
    store.hold(life);
    assert.equal(await store.broken(), undefined);
    assert.deepEqual(store.problems, []);
    await store.remove();
  });
});

describe('An engine that is killed before it has written anything', () => {
  it('does not keep the next one from ending the session before it', async () => {
    const store = await RealStore.make();
    const first = await store.live(5);
    const disk = wrapDisk(nodeDisk, {
      file: (file, made) => {
        let appends = 0;
        const append = (bytes: Uint8Array): Promise<void> =>
          // The header gets there, and nothing else.
          appends++ === 0 ? made.append(bytes) : Promise.reject(new Error('The process is gone.'));
        return file.endsWith('.journal') ? wrapFile(made, { append }) : made;
      },
    });
    const second = await store.begin(disk);
    await store.pass(second, 1);
    await second.stop();
    store.problems.length = 0;
    await store.live(5);
    await store.recover();
    const found = await store.read();
    const ends = [...found.events].map(([session, events]) => [
      session,
      events.filter(({ type }) => type === 'session.end').length,
    ]);
    assert.deepEqual(ends[0], [first.session, 1]);
    assert.equal(await store.broken(), undefined);
    assert.deepEqual(store.problems, []);
    await store.remove();
  });
});

describe('A reader beside a writer that comes back to many journals', () => {
  it('finds everything once though each journal is sealed just before it is read', async () => {
    const disk = new SimulatedDisk(new Random(1));
    const recorder = new StoreRecorder(disk, '/data', { epoch: 1, start: Date.UTC(2026, 10, 21) });
    for (let piece = 0; piece < 12; piece++) {
      await recorder.record(60);
      await recorder.rotate();
    }
    await recorder.close();
    const sqlite = await testSqlite();
    const report = (text: string): void => assert.fail(text);
    const writer = await StoreFolder.open(disk, '/data', sqlite, { writing: 2, report });
    let sealed = 0;
    const hasty = wrapDisk(disk, {
      read: async (file, most) => {
        const journal = writer.journals().find((one) => file.endsWith(one.file));
        if (journal && (await sealJournal(writer, journal, signal))) sealed++;
        return disk.read(file, most);
      },
    });
    const reader = await StoreFolder.open(hasty, '/data', sqlite, { report });
    const { samples, session, events } = recorder;
    assertSameTexts(await contentOf(reader), rememberedText(samples, session, events));
    assert.ok(sealed >= 12, `${sealed} were sealed`);
  });
});
