import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ZipFile } from 'yazl';
import { StoreFailure } from '../../src/engine/store/thread/storeThread';
import { RecordingRoom } from '../support/recordingRoom';

/** Enough that each of them, made and synced by itself, takes a restore some seconds. */
const files = 4000;

/** A backup of journals with nothing in them. */
async function writeBackup(file: string): Promise<void> {
  const zip = new ZipFile();
  const names = Array.from({ length: files }, (_, i) => `journal/00000001-${String(i + 1).padStart(6, '0')}.journal`);
  const sha256 = createHash('sha256').digest('hex');
  const manifest = {
    format: 'wirthforge-backup',
    version: 1,
    schemaVersion: 1,
    created: new Date().toISOString(),
    files: names.map((name) => ({ name, bytes: 0, sha256 })),
  };
  for (const name of names) zip.addBuffer(Buffer.alloc(0), name, { compress: false });
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), 'manifest.json', { compress: false });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

async function leftOver(dataDir: string): Promise<string[]> {
  const names = await readdir(dataDir, { recursive: true });
  return names.filter((name) => /\.(?:part|tmp|staged|change|note)$|^(?:restoring|replaced)-/.test(name));
}

describe('A monitor that is stopped while the store works', () => {
  let dataDir: string;
  let outside: string;
  let room: RecordingRoom;
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'store-stop-'));
    outside = await mkdtemp(path.join(os.tmpdir(), 'store-stop-outside-'));
    room = await new RecordingRoom(dataDir).start();
  });
  afterEach(async () => {
    await room.stop();
    await rm(dataDir, { recursive: true, force: true });
    await rm(outside, { recursive: true, force: true });
  });

  it('calls a restore off, and leaves what was recorded as it was', async () => {
    const file = path.join(outside, 'many.zip');
    await writeBackup(file);
    await room.moreRows(15);
    const rows = room.rows;
    const steps: string[] = [];
    const job = room.room.runJob(
      { kind: 'restore', file },
      ({ step }) => steps.push(step),
      new AbortController().signal,
    );
    const outcome = job.then(
      () => 'restored',
      (error: unknown) => (error instanceof StoreFailure && error.isCancelled ? 'cancelled' : String(error)),
    );
    while (!steps.some((step) => step.startsWith('Unpacking'))) await sleep(5);
    await room.stop();
    assert.equal(await outcome, 'cancelled');
    assert.deepEqual(await leftOver(dataDir), []);
    room = await new RecordingRoom(dataDir).start();
    const found = await room.found();
    assert.ok(found.length >= rows, `${found.length} of ${rows} rows`);
  });

  it('leaves no part of an export or a backup, at whatever moment it is stopped', async () => {
    for (let round = 0; round < 12; round++) {
      await sleep(60);
      const range = { from: 0, to: Date.now() };
      const jobs = [
        room.run({ kind: 'backup', file: path.join(outside, `${round}.zip`) }),
        room.run({ kind: 'export', file: path.join(outside, `${round}.csv`), format: 'csv', range, metrics: [] }),
      ].map((job) => job.then(() => true).catch((error: unknown) => (error instanceof StoreFailure ? false : error)));
      await sleep(round * 6);
      await room.stop();
      const done = await Promise.all(jobs);
      assert.ok(
        done.every((each) => typeof each === 'boolean'),
        String(done),
      );
      assert.deepEqual([...(await leftOver(dataDir)), ...(await leftOver(outside))], []);
      const names = await readdir(outside);
      if (done[0] === true) assert.ok(names.includes(`${round}.zip`));
      if (done[1] === true) assert.ok(names.includes(`${round}.csv`) && names.includes(`${round}.events.csv`));
      room = await new RecordingRoom(dataDir).start();
    }
    const { problems } = await room.run({ kind: 'validate' });
    assert.deepEqual(problems, []);
  });
});
