import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { LayoutDisk } from '../../../../src/host/layout/layoutDisk';
import { Uri } from '../../../support/fakeVscode';

describe('The layout file on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'wirthforge-layout-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const diskIn = (place: string): LayoutDisk => new LayoutDisk(Uri.file(place) as never);

  it('is there with the old text or the new, whenever somebody looks while it is written', async () => {
    const disk = diskIn(folder);
    const file = path.join(folder, 'layout.json');
    const texts = ['{ "old": true }'.repeat(5000), '{ "new": true }'.repeat(9000)];
    await disk.write(texts[0]!);
    let isWriting = true;
    let looks = 0;
    const looking = (async () => {
      for (; isWriting; looks++) {
        assert.ok(texts.includes(readFileSync(file, 'utf8')));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let turn = 1; turn <= 50; turn++) await disk.write(texts[turn % 2]!);
    isWriting = false;
    await looking;
    assert.ok(looks > 0);
    assert.deepEqual(readdirSync(folder), ['layout.json']);
  });

  it('is made with its folder, and what cannot be written leaves nothing behind', async () => {
    const place = path.join(folder, 'deep', 'data');
    await diskIn(place).write('{}');
    assert.equal(readFileSync(path.join(place, 'layout.json'), 'utf8'), '{}');
    // A folder in its place cannot be replaced by a file.
    const taken = path.join(place, 'taken');
    await diskIn(path.join(taken, 'layout.json')).write('{}');
    await assert.rejects(diskIn(taken).write('{}'));
    assert.deepEqual(readdirSync(taken), ['layout.json']);
  });
});
