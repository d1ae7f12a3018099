import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { runJob } from '../../src/engine/store/tools/runJob';
import { fillMinute, RecordedStore } from '../support/recordedStore';
import { wirthforge } from '../support/storeCli';
import { noon, testSession } from '../support/storeSamples';

describe('The command line after a monitor was killed', () => {
  let store: RecordedStore;
  beforeEach(async () => {
    store = await RecordedStore.make();
    await store.add('raw', (builder) => {
      fillMinute(builder, testSession, noon);
    });
    await writeFile(path.join(store.dataDir, 'token'), 'secret-of-the-monitor');
  });
  afterEach(() => store.end());

  /** What a killed monitor leaves, whose process number another program has by now. */
  async function leaveAddress(port: number): Promise<void> {
    const left = { http: `http://127.0.0.1:${port}`, pid: process.pid, startedAt: 1 };
    await writeFile(path.join(store.dataDir, 'endpoints.json'), JSON.stringify(left));
  }

  async function assertDoneHere(): Promise<void> {
    const file = path.join(store.dataDir, 'backups', 'b.zip');
    const { code, out, err } = await wirthforge(['backup', file, '--data-dir', store.dataDir]);
    assert.equal(code, 0, err);
    assert.equal((JSON.parse(out) as { file: string }).file, file);
  }

  it('does by itself what is asked when nothing listens there any more', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await leaveAddress(port);
    await assertDoneHere();
  });

  it('gives the token to no other program that listens there now', async () => {
    const heard: string[] = [];
    const other: Server = createServer((request, response) => {
      heard.push(JSON.stringify(request.headers));
      response.end('{"hello":"I am something else"}');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      await leaveAddress((other.address() as AddressInfo).port);
      await assertDoneHere();
      assert.notEqual(heard.length, 0);
      assert.doesNotMatch(heard.join('\n'), /secret-of-the-monitor|authorization/i);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it('waits for nobody when a backup to restore is a pipe', async () => {
    if (process.platform === 'win32') return;
    const file = path.join(store.dataDir, 'pipe.zip');
    execFileSync('mkfifo', [file]);
    await assert.rejects(
      runJob({ kind: 'restore', file }, await store.context()),
      /no plain file.*Nothing was changed/,
    );
  });
});
