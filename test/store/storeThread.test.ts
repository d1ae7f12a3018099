import { after, afterEach, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { HistoryRequest } from '../../src/protocol/history';
import { nodeDisk } from '../../src/engine/store/disk/nodeDisk';
import type { StoreThreadInit } from '../../src/engine/store/thread/storeLink';
import { StoreFailure, StoreThread, type StoreThreadOptions } from '../../src/engine/store/thread/storeThread';
import { StoreRecorder } from '../support/storeRecorder';
import { claimed } from '../support/fences';

const dist = path.join(process.cwd(), 'dist');
const start = Date.UTC(2026, 10, 21, 7, 50);

describe("The store's thread", () => {
  let dataDir = '';
  let recorder: StoreRecorder;
  const threads: StoreThread[] = [];
  const problems: string[] = [];
  const workers: Worker[] = [];

  before(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-thread-'));
    const earlier = new StoreRecorder(nodeDisk, dataDir, { epoch: 1, start });
    await earlier.record(900);
    await earlier.close();
    await claimed(dataDir, 2);
    recorder = new StoreRecorder(nodeDisk, dataDir, { epoch: 2, start: start + 1_200_000 });
    await recorder.record(120);
  });
  afterEach(async () => {
    await Promise.all(threads.splice(0).map((thread) => thread.stop()));
  });
  after(async () => {
    await recorder.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  function open(options: Partial<StoreThreadOptions> = {}): StoreThread {
    const workerData: StoreThreadInit = {
      dataDir,
      wasmFile: path.join(dist, 'sql-wasm.wasm'),
      writing: 2,
      encrypts: false,
    };
    const thread = new StoreThread({
      spawn: () => {
        const worker = new Worker(path.join(dist, 'store.js'), { workerData, execArgv: [] });
        workers.push(worker);
        return worker;
      },
      rotate: () => recorder.rotate(),
      record: () => undefined,
      report: (problem) => problems.push(problem),
      ...options,
    });
    threads.push(thread);
    return thread;
  }

  const request: HistoryRequest = {
    metrics: ['system.cpu_core_percent'],
    from: start,
    to: start + 900_000,
    stepMs: 60_000,
    aggregates: ['count'],
    mostPoints: 10_000,
  };
  const count = async (thread: StoreThread): Promise<number> => {
    const answer = await thread.ask('history', { request, tail: { position: undefined, chunks: [] } });
    return answer.series.flatMap(({ values }) => [...values[0]!]).reduce((sum, n) => sum + n, 0);
  };

  it('answers the same before and after journals are sealed and put together', async () => {
    const thread = open();
    const before = await count(thread);
    assert.ok(before > 5000);
    assert.ok((await thread.ask('recover', {})) > 0);
    assert.equal(await count(thread), before);
    const retired = await recorder.rotate();
    assert.equal(await thread.ask('seal', { retired }), 1);
    assert.equal(await count(thread), before);
    const bytes = await thread.ask('bytes', {});
    assert.ok(bytes.raw > 0 && bytes.fine > 0 && bytes.coarse > 0 && bytes.events > 0);
    assert.deepEqual(problems, []);
  });

  it('finds what the session before left behind', async () => {
    const thread = open();
    await thread.ask('recover', {});
    const past = await thread.ask('past', {});
    assert.equal(past?.session, '20261121T075000Z-00000001');
    assert.deepEqual(
      past.snapshots.map(({ sequence }) => sequence),
      [10],
    );
    assert.deepEqual(
      past.events.map(({ sequence }) => sequence),
      [11, 12, 13, 14, 15],
    );
    assert.ok(past.lastSampleAt !== undefined && past.lastSampleAt >= start + 899_000);
  });

  it('says why something cannot be done', async () => {
    const refused = open().ask('history', {
      request: { ...request, mostPoints: 1 },
      tail: { position: undefined, chunks: [] },
    });
    await assert.rejects(refused, /at most 1 points/);
  });

  it('can be called off', async () => {
    const thread = open();
    const abort = new AbortController();
    const asked = thread.ask('recover', {}, { signal: abort.signal });
    abort.abort();
    const called = (error: unknown): boolean => error instanceof StoreFailure && error.isCancelled;
    await assert.rejects(asked, called);
    await assert.rejects(thread.ask('bytes', {}, { signal: abort.signal }), called);
    assert.ok(await count(thread));
  });

  it('ends when nobody asks, and starts again when somebody does', async () => {
    const thread = open({ idleMs: 20 });
    const first = workers.length;
    const all = await count(thread);
    const ended = new Promise((resolve) => workers[first]!.once('exit', resolve));
    assert.equal(await ended, 0);
    assert.equal(await count(thread), all);
    assert.equal(workers.length, first + 2);
  });

  it('tells whoever waits that it crashed, and starts again', async () => {
    const broken = `require('node:worker_threads').parentPort.on('message', () => { throw new Error('out of luck'); })`;
    let starts = 0;
    const workerData: StoreThreadInit = { dataDir, wasmFile: path.join(dist, 'sql-wasm.wasm'), encrypts: false };
    const thread = open({
      spawn: () =>
        starts++ === 0
          ? new Worker(broken, { eval: true, execArgv: [] })
          : new Worker(path.join(dist, 'store.js'), { workerData, execArgv: [] }),
    });
    await assert.rejects(thread.ask('bytes', {}), /ended unexpectedly \(out of luck\).*starts anew/);
    assert.ok(await count(thread));
  });

  it('tells what it cannot be started with, to everybody who asks', async () => {
    const workerData: StoreThreadInit = { dataDir, wasmFile: path.join(dist, 'none.wasm'), encrypts: false };
    const thread = open({ spawn: () => new Worker(path.join(dist, 'store.js'), { workerData, execArgv: [] }) });
    for (let i = 0; i < 2; i++) await assert.rejects(thread.ask('bytes', {}), /none\.wasm/);
  });

  it('answers nobody once it is stopped', async () => {
    const thread = open();
    const asked = thread.ask('bytes', {});
    const refused = assert.rejects(asked, /being closed/);
    await sleep(0);
    await thread.stop();
    await refused;
    await assert.rejects(thread.ask('bytes', {}), /being closed/);
  });
});
