import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { EndpointsFile } from '../../../src/engine/serve/endpointsFile';

describe('where an engine says that it listens', () => {
  const at = (port: number) => ({ http: `http://127.0.0.1:${port}`, pid: port, startedAt: 1 });
  let folder: string;
  let file: string;
  let endpoints: EndpointsFile;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-endpoints-'));
    file = path.join(folder, 'endpoints.json');
    endpoints = new EndpointsFile(file);
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const said = async (): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

  it('is told anew when it moves, and takes the place of what a killed one left', async () => {
    await writeFile(file, JSON.stringify(at(1)));
    await endpoints.write(at(2));
    await endpoints.write(at(3));
    assert.deepEqual(await said(), at(3));
    await rm(file);
    assert.ok(await endpoints.isGone());
    await endpoints.write(at(3));
    assert.deepEqual(await said(), at(3));
    await endpoints.remove();
    await assert.rejects(said(), { code: 'ENOENT' });
  });

  it('is not what one says that was frozen, and does not know yet that another one leads', async () => {
    await endpoints.write(at(1));
    const successor = new EndpointsFile(file);
    await successor.write(at(2));
    await endpoints.write(at(3));
    assert.deepEqual(await said(), at(2));
    await endpoints.remove();
    assert.deepEqual(await said(), at(2));
    await successor.write(at(4));
    assert.deepEqual(await said(), at(4));
  });
});
