import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { JobFailure } from '../../src/engine/store/tools/jobContext';
import { runJob } from '../../src/engine/store/tools/runJob';
import type { FolderJob } from '../../src/protocol/storeJobs';
import { wrapDisk, wrapFile } from '../support/diskWrap';
import { fillMinute, RecordedStore, secondMs } from '../support/recordedStore';
import { noon, testSession } from '../support/storeSamples';

const range = { from: noon - 60 * secondMs, to: noon + 3600 * secondMs };

describe('What a job writes for people', () => {
  let store: RecordedStore;
  let folder: string;
  beforeEach(async () => {
    store = await RecordedStore.make();
    await store.add('raw', (builder) => {
      fillMinute(builder, testSession, noon);
    });
    folder = path.join(store.dataDir, 'exports');
    await mkdir(folder);
  });
  afterEach(() => store.end());

  /** Every job that writes a file, and the file that is in its way. */
  const jobs: Readonly<Record<string, readonly [name: string, job: (file: string) => FolderJob]>> = {
    'an export': ['a.json', (file) => ({ kind: 'export', file, format: 'json', range, metrics: [] })],
    'the events of an export': [
      'a.events.csv',
      (file) => ({ kind: 'export', file: file.replace('.events', ''), format: 'csv', range, metrics: [] }),
    ],
    'a backup': ['a.zip', (file) => ({ kind: 'backup', file: file.replace('exports', 'backups') })],
  };

  for (const [what, [name, jobOf]] of Object.entries(jobs)) {
    const job = (): FolderJob => jobOf(path.join(folder, name));
    const place = (): string => path.join(what === 'a backup' ? path.join(store.dataDir, 'backups') : folder, name);
    beforeEach(() => mkdir(path.join(store.dataDir, 'backups'), { recursive: true }));

    async function assertRefused(): Promise<void> {
      const before = await readdir(path.dirname(place()));
      await assert.rejects(runJob(job(), await store.context()), (error) => {
        assert.ok(error instanceof JobFailure);
        assert.match(error.message, new RegExp(`${name} is a folder, link, pipe or device.*Nothing was written`));
        return true;
      });
      assert.deepEqual(await readdir(path.dirname(place())), before, 'no part is left');
    }

    it(`does not take the place of a pipe or device: ${what}`, async () => {
      if (process.platform === 'win32') return;
      execFileSync('mkfifo', [place()]);
      await assertRefused();
      assert.ok((await lstat(place())).isFIFO());
    });

    it(`does not take the place of a link or of what it leads to: ${what}`, async () => {
      const target = path.join(store.dataDir, 'mine');
      await writeFile(target, 'mine');
      await symlink(target, place());
      await assertRefused();
      assert.equal(await readlink(place()), target);
      assert.equal(await readFile(target, 'utf8'), 'mine');
    });

    it(`does not take the place of a folder: ${what}`, async () => {
      await mkdir(place());
      await assertRefused();
    });

    it(`names the disk that is full, which may be another than that of the store: ${what}`, async () => {
      const full = wrapDisk(nodeDisk, {
        file: (file, made) =>
          file.startsWith(place())
            ? wrapFile(made, {
                append: () => Promise.reject(Object.assign(new Error('ENOSPC: full'), { code: 'ENOSPC' })),
              })
            : made,
      });
      const context = await store.context({ folder: await store.folder(full) });
      await assert.rejects(runJob(job(), context), (error: Error) => {
        assert.ok(error.message.startsWith(`The disk that holds ${place()} is full (ENOSPC)`), error.message);
        return true;
      });
      assert.deepEqual(await readdir(path.dirname(place())), []);
    });
  }

  it('is not there when its folder cannot be made, which is said', async () => {
    await writeFile(path.join(folder, 'file'), '');
    const file = path.join(folder, 'file', 'inner', 'a.json');
    const job: FolderJob = { kind: 'export', file, format: 'json', range, metrics: [] };
    await assert.rejects(
      runJob(job, await store.context()),
      /could not be written \(ENOTDIR\).*What is recorded is not touched\. Choose another place/,
    );
  });
});
