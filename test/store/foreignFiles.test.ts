import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, lstat, mkdir, mkdtemp, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import { RealStore, textsOf } from '../support/realStore';

const segment = 'segments/raw.20261121T075000Z.20261121T075100Z.00000041-000001.0badcafe.db';
const journal = 'journal/00000042-000001.journal';
/** Of everything that the store writes, and of what it removes when it finds it left over. */
const names = [journal, segment, 'segments/00000043-1.change', `${segment}.staged`, 'segments/00000044-1.change.tmp'];

const isWindows = process.platform === 'win32';

describe('What is in the folders of the store and is not its own', () => {
  let store: RealStore;
  let outside: string;
  beforeEach(async () => {
    store = await RealStore.make();
    outside = await mkdtemp(path.join(os.tmpdir(), 'not-of-the-store-'));
  });
  afterEach(async () => {
    await store.remove();
    await rm(outside, { recursive: true, force: true });
  });

  const inside = (file: string): string => path.join(store.dataDir, file);

  /** Everything is found as before, what comes is recorded and sealed, and what is foreign lies there untouched. */
  async function assertUnharmed(foreign: readonly string[]): Promise<void> {
    const before = textsOf(await store.read());
    assert.notEqual(before.length, 0);
    await store.live(1);
    await store.recover();
    const after = new Set(textsOf(await store.read()));
    assert.deepEqual(
      before.filter((row) => !after.has(row)),
      [],
    );
    assert.equal(await store.broken(), undefined);
    for (const file of foreign) await lstat(inside(file));
    const left = (await readdir(inside('journal'))).filter((name) => !foreign.includes(`journal/${name}`));
    assert.equal(left.length, 1, `sealing goes on: ${left.join()}`);
  }

  it('is neither read nor removed when it is a folder', async () => {
    await store.live(1);
    for (const name of names) await mkdir(inside(name));
    await assertUnharmed(names);
    assert.deepEqual(store.problems, []);
  });

  it('is not waited for when it is a pipe', async () => {
    // Windows has none in folders, and forbids the names below.
    if (isWindows) return;
    await store.live(1);
    for (const name of names) execFileSync('mkfifo', [inside(name)]);
    await assertUnharmed(names);
    await assert.rejects(nodeDisk.read(inside(journal), 100), { code: 'ENOTFILE' });
    assert.deepEqual(store.problems, []);
  });

  it('is not followed when it is a link, not even to what could be the store’s', async () => {
    await store.live(1);
    await store.recover();
    const copies = await Promise.all(
      (['journal', 'segments'] as const).map(async (folder) => {
        const [name = ''] = await readdir(inside(folder));
        await copyFile(inside(`${folder}/${name}`), path.join(outside, name));
        return path.join(outside, name);
      }),
    );
    for (const [index, name] of names.entries()) await symlink(copies[index % copies.length]!, inside(name));
    await assertUnharmed(names);
    for (const copy of copies) assert.ok((await lstat(copy)).isFile());
    assert.deepEqual(store.problems, []);
  });

  it('is left out, and said once, when it is too large to be the store’s', async () => {
    await store.live(1);
    for (const name of [journal, segment]) {
      await writeFile(inside(name), '');
      await truncate(inside(name), 1024 ** 3);
    }
    await assertUnharmed([journal, segment]);
    for (const name of [journal, segment])
      assert.ok(
        store.problems.some((problem) => problem.startsWith(`${name} cannot be read`)),
        store.problems.join('\n'),
      );
  });

  it('does no harm whatever its name is', async () => {
    if (isWindows) return;
    await store.live(1);
    const odd = ['raw\n.db', '..journal', '-rf', `${'x'.repeat(250)}.db`, '$(id).journal', 'ä̈.db', '.change x'];
    for (const name of odd) await writeFile(inside(`segments/${name}`), name);
    for (const name of odd) await writeFile(inside(`journal/${name}`), name);
    await assertUnharmed([...odd.map((name) => `segments/${name}`), ...odd.map((name) => `journal/${name}`)]);
  });

  it('takes the epoch of its name, so that no journal meets it', async () => {
    await mkdir(inside('journal/00000001-000001.journal'), { recursive: true });
    const life = await store.begin();
    await life.recovered();
    await store.pass(life, 1);
    await store.end(life);
    await store.recover();
    assert.match(life.session, /-00000002$/);
    assert.equal(await store.broken(), undefined);
  });
});
