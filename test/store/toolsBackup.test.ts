import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import type { Disk } from '../../src/engine/store/disk/disk';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { scheduledBackup } from '../../src/engine/store/tools/backup/scheduledBackup';
import { recoverSwap } from '../../src/engine/store/tools/restore/swapStore';
import { runJob } from '../../src/engine/store/tools/runJob';
import { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import { fillMinute, RecordedStore, secondMs } from '../support/recordedStore';
import { noon, testSession } from '../support/storeSamples';

let store: RecordedStore;
let archive = '';
before(async () => {
  store = await RecordedStore.make();
  await store.add('raw', (builder) => {
    fillMinute(builder, testSession, noon);
  });
  await writeFile(path.join(store.dataDir, 'layout.json'), '{"old":true}');
  await writeFile(path.join(store.dataDir, 'token'), 'secret');
  await writeFile(path.join(store.dataDir, 'endpoints.json'), '{}');
  archive = path.join(store.dataDir, 'backups', 'mine.zip');
  await runJob({ kind: 'backup', file: archive }, await store.context());
});
after(async () => {
  await store.end();
});

/** Everything of the store and the user's, by name. */
async function contents(dataDir: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const folder of ['journal', 'segments', '.'])
    for (const name of await readdir(path.join(dataDir, folder)).catch(() => [])) {
      const file = path.join(dataDir, folder, name);
      if (!(await stat(file)).isFile() || ['token', 'endpoints.json'].includes(name)) continue;
      found[path.posix.join(folder, name)] = createHash('sha256')
        .update(await readFile(file))
        .digest('hex');
    }
  return found;
}

async function namesIn(file: string): Promise<string[]> {
  const zip = await openPromise(file);
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) names.push(entry.fileName);
  return names;
}

/** A second store with other content, to restore into. */
async function another(): Promise<RecordedStore> {
  const into = await RecordedStore.make();
  await into.add('raw', (builder) => {
    fillMinute(builder, '20200101T000000Z-00000007', noon - 86_400 * secondMs);
  });
  await writeFile(path.join(into.dataDir, 'prices.json'), '{"mine":1}');
  await mkdir(path.join(into.dataDir, 'journal'), { recursive: true });
  return into;
}

describe('a backup', () => {
  it('holds the store and the user’s files, never the token, and the sum of each', async () => {
    const names = await namesIn(archive);
    const [segment] = await readdir(path.join(store.dataDir, 'segments'));
    assert.deepEqual(names, ['layout.json', `segments/${segment!}`, 'manifest.json']);
    assert.equal((await readFile(archive)).includes('secret'), false);
    assert.ok(store.rotations > 0);
    assert.equal((await stat(archive)).mode & 0o777, 0o600);
  });

  it('brings everything back, and keeps what was there', async () => {
    const into = await another();
    try {
      const before = await contents(into.dataDir);
      const context = await into.context();
      const { keptAt } = (await runJob({ kind: 'restore', file: archive }, context)) as { keptAt: string };
      assert.deepEqual(await contents(into.dataDir), await contents(store.dataDir));
      assert.deepEqual(await contents(keptAt), before);
      assert.equal(context.folder.segments().length, 1);
      assert.equal(
        (await readdir(into.dataDir)).some((name) => name.startsWith('restor')),
        false,
      );
    } finally {
      await into.end();
    }
  });

  it('leaves out a segment that was damaged, and tells', async () => {
    const damaged = await another();
    try {
      const [name] = await readdir(path.join(damaged.dataDir, 'segments'));
      const file = path.join(damaged.dataDir, 'segments', name!);
      const bytes = await readFile(file);
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(file, bytes);
      const made = path.join(damaged.dataDir, 'b.zip');
      await assert.rejects(runJob({ kind: 'backup', file: made }, await damaged.context()), /data folder itself/);
      const outside = path.join(damaged.dataDir, 'backups', 'b.zip');
      await runJob({ kind: 'backup', file: outside }, await damaged.context());
      assert.deepEqual(await namesIn(outside), ['prices.json', 'manifest.json']);
      assert.match(damaged.problems.join(), /is damaged/);
    } finally {
      await damaged.end();
    }
  });

  it('made of its own accord takes the place of the oldest of its kind only', async () => {
    const own = await another();
    try {
      for (let day = 1; day <= 5; day++)
        await scheduledBackup(2, await own.context({ now: () => noon + day * 86_400_000 }));
      await writeFile(path.join(own.dataDir, 'backups', 'mine.zip'), 'x');
      await scheduledBackup(2, await own.context({ now: () => noon + 6 * 86_400_000 }));
      assert.deepEqual((await readdir(path.join(own.dataDir, 'backups'))).sort(), [
        'auto-20261126T120000Z.zip',
        'auto-20261127T120000Z.zip',
        'mine.zip',
      ]);
    } finally {
      await own.end();
    }
  });

  it('made of its own accord outlives those that a wrong clock dated years ahead', async () => {
    const own = await another();
    try {
      const dayMs = 86_400_000;
      for (const day of [3650, 3651, 1, 2])
        await scheduledBackup(2, await own.context({ now: () => noon + day * dayMs }));
      assert.deepEqual((await readdir(path.join(own.dataDir, 'backups'))).sort(), [
        'auto-20261122T120000Z.zip',
        'auto-20261123T120000Z.zip',
      ]);
    } finally {
      await own.end();
    }
  });

  it('that is cancelled leaves nothing', async () => {
    const abort = new AbortController();
    const file = path.join(store.dataDir, 'backups', 'cancelled.zip');
    const context = await store.context({
      signal: abort.signal,
      progress: ({ step }) => {
        if (step.startsWith('Copying')) abort.abort(new Error('cancelled'));
      },
    });
    await assert.rejects(runJob({ kind: 'backup', file }, context), /cancelled/);
    assert.deepEqual(
      (await readdir(path.dirname(file))).filter((name) => name.startsWith('cancelled')),
      [],
    );
  });
});

describe('a restore', () => {
  it('that ends after any call of the disk leaves the old store or the new one whole', async () => {
    const wanted = await contents(store.dataDir);
    let [olds, news] = [0, 0];
    for (let calls = 0; ; calls++) {
      const into = await another();
      try {
        const before = await contents(into.dataDir);
        const hasEnded = await restoreWith(dying(calls), into);
        // A second crash while the first one is mended.
        for (let again = 0; again < 12; again += 3)
          await recoverSwap(dying(again), into.dataDir).catch((error: unknown) => {
            assert.match(String(error), /power/);
          });
        await recoverSwap(nodeDisk, into.dataDir);
        const found = await contents(into.dataDir);
        if (JSON.stringify(found) === JSON.stringify(before)) olds++;
        else {
          assert.deepEqual(found, wanted, `after ${calls} calls`);
          news++;
          const kept = (await readdir(into.dataDir)).filter((name) => name.startsWith('replaced-'));
          assert.equal(kept.length, 1);
          assert.deepEqual(await contents(path.join(into.dataDir, kept[0]!)), before);
        }
        assert.equal(
          (await readdir(into.dataDir)).some((name) => name.startsWith('restor')),
          false,
        );
        if (hasEnded) break;
      } finally {
        await into.end();
      }
    }
    assert.ok(olds > 5 && news > 5, `${olds} old, ${news} new`);
  });

  const manifestOf = (changes: object, files: readonly object[] = []): Buffer =>
    Buffer.from(
      JSON.stringify({
        format: 'wirthforge-backup',
        version: 1,
        schemaVersion: 1,
        created: '2026-11-21T12:00:00.000Z',
        files,
        ...changes,
      }),
    );
  const entryOf = (name: string, content: Buffer): object => {
    return { name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  };
  const layout = Buffer.from('{}');
  const good = entryOf('layout.json', layout);

  const refused: readonly (readonly [string, (zip: ZipFile) => void, RegExp])[] = [
    [
      'without a list of files',
      (zip) => {
        zip.addBuffer(layout, 'layout.json', { compress: false });
      },
      /no list of its files/,
    ],
    [
      'of another program',
      (zip) => {
        zip.addBuffer(manifestOf({ format: 'other' }), 'manifest.json', { compress: false });
      },
      /no backup of Wirthforge/,
    ],
    [
      'whose list is no JSON',
      (zip) => {
        zip.addBuffer(Buffer.from('{'), 'manifest.json', { compress: false });
      },
      /no backup of Wirthforge/,
    ],
    [
      'of a newer version',
      (zip) => {
        zip.addBuffer(manifestOf({ version: 2 }), 'manifest.json', { compress: false });
      },
      /newer version/,
    ],
    [
      'of a newer format of segments',
      (zip) => {
        zip.addBuffer(manifestOf({ schemaVersion: 2 }), 'manifest.json', { compress: false });
      },
      /newer version/,
    ],
    [
      'with a file missing',
      (zip) => {
        zip.addBuffer(manifestOf({}, [good]), 'manifest.json', { compress: false });
      },
      /layout.json is missing/,
    ],
    [
      'with a file besides',
      (zip) => {
        zip.addBuffer(layout, 'layout.json', { compress: false });
        zip.addBuffer(manifestOf({}), 'manifest.json', { compress: false });
      },
      /files that are not in its list/,
    ],
    [
      'with a file that was changed',
      (zip) => {
        zip.addBuffer(Buffer.from('[]'), 'layout.json', { compress: false });
        zip.addBuffer(manifestOf({}, [good]), 'manifest.json', { compress: false });
      },
      /was changed after the backup/,
    ],
    [
      'that names a file out of the folder',
      (zip) => {
        zip.addBuffer(manifestOf({}, [entryOf('../layout.json', layout)]), 'manifest.json', { compress: false });
      },
      /files that are not the store/,
    ],
    [
      'that brings a token',
      (zip) => {
        zip.addBuffer(layout, 'token', { compress: false });
        zip.addBuffer(manifestOf({}, [entryOf('token', layout)]), 'manifest.json', { compress: false });
      },
      /files that are not the store/,
    ],
    [
      'that names a file twice',
      (zip) => {
        zip.addBuffer(layout, 'layout.json', { compress: false });
        zip.addBuffer(manifestOf({}, [good, good]), 'manifest.json', { compress: false });
      },
      /files that are not the store/,
    ],
    [
      'that would grow while it is unpacked',
      (zip) => {
        const zeros = Buffer.alloc(50_000_000);
        zip.addBuffer(zeros, 'layout.json', { compress: true });
        zip.addBuffer(manifestOf({}, [entryOf('layout.json', zeros)]), 'manifest.json', { compress: false });
      },
      /is compressed/,
    ],
  ];
  for (const [what, fill, reason] of refused)
    it(`refuses an archive ${what}, and changes nothing`, async () => {
      const file = path.join(store.dataDir, 'backups', 'hostile.zip');
      const zip = new ZipFile();
      fill(zip);
      zip.end();
      await writeFile(file, zip.outputStream);
      const before = await contents(store.dataDir);
      await assert.rejects(runJob({ kind: 'restore', file }, await store.context()), (error: unknown) => {
        assert.match(String(error), reason);
        assert.match(String(error), /Nothing was changed/);
        return true;
      });
      assert.deepEqual(await contents(store.dataDir), before);
      assert.deepEqual(
        (await readdir(store.dataDir)).filter((name) => name.startsWith('re')),
        [],
      );
      await rm(file);
    });

  it('refuses every archive with a flipped or missing byte, or restores what was backed up', async () => {
    const bytes = await readFile(archive);
    const into = await another();
    const file = path.join(into.dataDir, 'broken.zip');
    const wanted = await contents(store.dataDir);
    try {
      const step = Math.ceil(bytes.length / 150);
      let refusals = 0;
      for (let at = 0; at < bytes.length; at += step)
        for (const broken of [bytes.subarray(0, at), flipped(bytes, at)]) {
          await writeFile(file, broken);
          try {
            await runJob({ kind: 'restore', file }, await into.context());
            const found = await contents(into.dataDir);
            delete found['broken.zip'];
            assert.deepEqual(found, wanted, `byte ${at}`);
          } catch (error) {
            assert.match(String(error), /Nothing was changed/, `byte ${at}`);
            refusals++;
          }
        }
      assert.ok(refusals > 250, `${refusals} refused`);
    } finally {
      await into.end();
    }
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 0x10;
  return copy;
}

/** A disk whose power goes out before a call that changes something; nothing happens any more after it. */
function dying(calls: number): Disk {
  let left = calls;
  const spend = (): void => {
    if (left-- <= 0) throw new Error('The power went out.');
  };
  return {
    ...nodeDisk,
    create: async (file) => {
      spend();
      const handle = await nodeDisk.create(file);
      return {
        append: async (bytes) => {
          spend();
          await handle.append(bytes);
        },
        sync: () => handle.sync(),
        close: () => handle.close(),
      };
    },
    rename: async (from, to) => {
      spend();
      await nodeDisk.rename(from, to);
    },
    remove: async (file) => {
      spend();
      await nodeDisk.remove(file);
    },
    makeFolder: async (folder) => {
      spend();
      await nodeDisk.makeFolder(folder);
    },
  };
}

/** @returns Whether it came to its end. */
async function restoreWith(disk: Disk, into: RecordedStore): Promise<boolean> {
  try {
    const folder = await StoreFolder.open(disk, into.dataDir, into.sqlite, { writing: 99, report: () => undefined });
    await runJob({ kind: 'restore', file: archive }, await into.context({ folder }));
    return true;
  } catch (error) {
    assert.match(String(error), /power/);
    return false;
  }
}
