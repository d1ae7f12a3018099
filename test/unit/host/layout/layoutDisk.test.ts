import assert from 'node:assert/strict';
import { chmod, lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { LayoutDisk } from '../../../../src/host/layout/layoutDisk';
import { Uri } from '../../../support/fakeVscode';

describe('The layout file on disk', () => {
  let root: string;
  let folder: string;
  let file: string;
  let disk: LayoutDisk;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'layout-'));
    folder = path.join(root, 'data');
    file = path.join(folder, 'layout.json');
    disk = new LayoutDisk(Uri.file(folder) as never);
  });
  afterEach(() => rm(root, { recursive: true }));

  it('is written where there is no folder yet', async () => {
    assert.equal(await disk.replace(undefined, 'new'), true);
    assert.equal(await readFile(file, 'utf8'), 'new');
    assert.deepEqual(await readdir(folder), ['layout.json']);
  });

  it('is replaced only while it holds what was read', async () => {
    await mkdir(folder);
    for (const [before, found] of [
      ['old', 'other'],
      ['old', 'odd'],
      ['old', 'old\n'],
      [undefined, 'there by now'],
      ['\ufeffold', 'old'],
    ] as const) {
      await writeFile(file, found);
      assert.equal(await disk.replace(before, 'new'), false);
      assert.equal(await readFile(file, 'utf8'), found);
    }
    await writeFile(file, '\ufeffäöü');
    assert.equal(await disk.replace('\ufeffäöü', 'new'), true);
    assert.equal(await readFile(file, 'utf8'), 'new');
    await rm(file);
    assert.equal(await disk.replace('new', 'newer'), false, 'it was deleted meanwhile');
    assert.deepEqual(await readdir(folder), [], 'no part of the new text is left behind');
  });

  it('is written where a link leads, and the link stays', async () => {
    const kept = path.join(root, 'dotfiles.json');
    await writeFile(kept, 'old');
    await chmod(kept, 0o640);
    await mkdir(folder);
    await symlink(kept, file);
    assert.equal(await disk.replace('old', 'new'), true);
    assert.ok((await lstat(file)).isSymbolicLink());
    assert.equal(await readFile(kept, 'utf8'), 'new');
    assert.equal((await stat(kept)).mode & 0o777, 0o640, 'who may read it stays');
  });

  it('that is a folder by now loses nothing in it', async () => {
    await mkdir(file, { recursive: true });
    await writeFile(path.join(file, 'precious'), 'x');
    assert.equal(await disk.replace('old', 'new'), false);
    assert.deepEqual(await readdir(file), ['precious']);
    assert.deepEqual(await readdir(folder), ['layout.json'], 'no part of the new text is left behind');
  });
});
