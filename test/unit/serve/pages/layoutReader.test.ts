import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { LayoutReader } from '../../../../src/engine/serve/pages/layoutReader';

const defaults = path.join(process.cwd(), 'media', 'layout.default.json');
const one = (id: string): string =>
  JSON.stringify({
    layout: { panels: [{ id, type: 'storage', position: { x: 0, y: 0 }, size: { width: 2, height: 2 } }] },
  });

describe('the layout for pages that only show it', () => {
  let folder: string;
  let file: string;
  let reader: LayoutReader;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-layout-'));
    file = path.join(folder, 'layout.json');
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    await rm(file, { recursive: true, force: true });
    reader = new LayoutReader(file, defaults);
  });

  const panels = (): string[] => reader.current?.layout.panels.map(({ id }) => id) ?? [];

  it('is the usual one without a file, and follows one that comes, changes and goes', async () => {
    assert.equal(await reader.look(), true);
    const usual = panels();
    assert.ok(usual.length > 1);
    await writeFile(file, one('mine'));
    assert.equal(await reader.look(), true);
    assert.deepEqual(panels(), ['mine']);
    assert.equal(await reader.look(), false);
    await writeFile(file, one('another'));
    await reader.look();
    assert.deepEqual(panels(), ['another']);
    await rm(file);
    await reader.look();
    assert.deepEqual(panels(), usual);
  });

  it('stays as it was while the file cannot be used, and says why', async () => {
    await writeFile(file, one('mine'));
    await reader.look();
    for (const broken of ['{', '[]', '\u0000', 'x'.repeat(1_048_577)]) {
      await writeFile(file, broken);
      await reader.look();
      assert.deepEqual(panels(), ['mine']);
      assert.match(reader.current?.problem ?? '', /\w+ .*\./);
    }
    await writeFile(file, one('mine'));
    await reader.look();
    assert.equal(reader.current?.problem, undefined);
  });

  it('is the usual one while a file that was broken from the beginning cannot be used, and says why', async () => {
    await reader.look();
    const usual = panels();
    for (const broken of ['{', '[]', '['.repeat(500_000), 'x'.repeat(1_048_577)]) {
      await writeFile(file, broken);
      const fresh = new LayoutReader(file, defaults);
      assert.equal(await fresh.look(), true);
      assert.deepEqual(
        fresh.current?.layout.panels.map(({ id }) => id),
        usual,
      );
      assert.match(fresh.current.problem ?? '', /\w+ .*\./);
      assert.equal(await fresh.look(), false);
    }
  });

  it('is not read again and again while it is broken', async () => {
    const good = one('mine');
    await writeFile(file, 'x'.repeat(good.length));
    await utimes(file, 1_700_000_000, 1_700_000_000);
    await reader.look();
    // The same file by all that can be told without reading it.
    await writeFile(file, good);
    await utimes(file, 1_700_000_000, 1_700_000_000);
    assert.equal(await reader.look(), false);
    await utimes(file, 1_700_000_001, 1_700_000_001);
    assert.equal(await reader.look(), true);
    assert.deepEqual(panels(), ['mine']);
  });

  it('says so where the file is a folder', async () => {
    await reader.look();
    await mkdir(file);
    assert.equal(await reader.look(), true);
    assert.match(reader.current?.problem ?? '', /is not a file/);
  });
});
