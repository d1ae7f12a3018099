import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfigFile } from '../../../src/engine/config/readConfigFile';

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-config-'));
});
after(async () => {
  await rm(folder, { recursive: true });
});

async function fileWith(content: string): Promise<string> {
  const file = path.join(folder, 'config.json');
  await writeFile(file, content);
  return file;
}

describe('configuration file', () => {
  it('is read as JSON, with or without a byte order mark', async () => {
    assert.deepEqual(await readConfigFile(await fileWith('{"a":1}')), { a: 1 });
    assert.deepEqual(await readConfigFile(await fileWith('\uFEFF{"a":1}')), { a: 1 });
  });

  it('names the place of a fault', async () => {
    await assert.rejects(
      readConfigFile(await fileWith('{\n  "a": 1,\n}')),
      /not valid JSON: line 3, column 1\. Correct it/,
    );
    await assert.rejects(readConfigFile(await fileWith('{"a":')), /not valid JSON: line 1, column 6\. Correct it/);
    await assert.rejects(readConfigFile(await fileWith('')), /not valid JSON: line 1, column 1\. Correct it/);
    await assert.rejects(readConfigFile(await fileWith('hello')), /not valid JSON/);
  });

  it('is at most 1 MiB', async () => {
    const mebibyte = 1024 * 1024;
    assert.equal(await readConfigFile(await fileWith(`1${' '.repeat(mebibyte - 1)}`)), 1);
    await assert.rejects(readConfigFile(await fileWith(`1${' '.repeat(mebibyte)}`)), /larger than 1 MiB/);
  });

  it('is a file that is there', async () => {
    await assert.rejects(readConfigFile(path.join(folder, 'none')), /could not be read: ENOENT.*Check the path/);
    await assert.rejects(readConfigFile(folder), /not a regular file/);
  });
});
