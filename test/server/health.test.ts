import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { quietMs, type BackupSignal } from '../../src/engine/backupReadiness';
import { watchBackup } from '../../src/engine/backupWatch';
import { Pipeline } from '../../src/engine/pipeline';
import type { Health } from '../../src/engine/serve/routes/health';
import { FakeClock } from '../support/fakeClock';
import { ownEngine } from '../support/ownEngine';
import { RecordingRoom } from '../support/recordingRoom';
import { ServedMetrics } from '../support/servedMetrics';

async function healthAt(url: string, token?: string): Promise<{ readonly code: number; readonly body: Health }> {
  const headers = token === undefined ? undefined : { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/health`, headers ? { headers } : {});
  return { code: answer.status, body: (await answer.json()) as Health };
}

let folder = '';
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-health-'));
});
after(async () => {
  await rm(folder, { recursive: true });
});

describe('the signal for backups', () => {
  /** A real store, on a machine whose load is what a test says, and whose second passes with each question. */
  class Watched {
    load = 4;
    private readonly clock = new FakeClock();
    private readonly pipeline = new Pipeline(2 ** 16);
    private readonly group = this.pipeline.group('cpu', 1);

    private constructor(
      readonly store: RecordingRoom,
      private readonly asked: { served?: ServedMetrics },
    ) {
      this.group.setLayout([this.pipeline.series('system.cpu_percent')]);
    }

    static async start(store: RecordingRoom): Promise<Watched> {
      const watched = new Watched(await store.start(), {});
      const { clock, pipeline } = watched;
      const look = watchBackup({
        engine: { isPaused: false, store: store.room },
        pipeline,
        clock,
        ticker: { every: () => ({ stop: () => undefined }) },
      });
      watched.asked.served = await ServedMetrics.start({}, undefined, undefined, undefined, undefined, {
        backup: look,
      });
      return watched;
    }

    async ask(): Promise<BackupSignal> {
      this.clock.advance(1000);
      this.group.values[0] = this.load;
      this.pipeline.commit(this.group, this.clock.now());
      return (await healthAt(this.asked.served!.url)).body.backup;
    }

    /** Asks until it is so. */
    async until(name: string, isSo: (signal: BackupSignal) => boolean): Promise<void> {
      await eventually(name, async () => isSo(await this.ask()));
    }

    async end(): Promise<void> {
      await this.asked.served?.end();
      await this.store.stop();
    }
  }

  it('turns with the jobs of the store and with the load, and comes back once both have been quiet', async () => {
    const watched = await Watched.start(new RecordingRoom(path.join(folder, 'jobs')));
    try {
      await watched.until('it is ready', ({ ready }) => ready);

      const seen = new AbortController();
      const jobs = (async () => {
        while (!seen.signal.aborted) await watched.store.run({ kind: 'validate' });
      })();
      await watched.until('a job stands against it', ({ ready, reason = '' }) => !ready && reason.includes('a job'));
      seen.abort();
      await jobs;
      assert.equal((await watched.ask()).ready, false, 'it has to be quiet for a while first');
      let quietFor = 1000;
      await watched.until('it is ready', ({ ready }) => {
        quietFor += 1000;
        return ready;
      });
      assert.ok(quietFor >= quietMs, `${quietFor} ms of quiet`);

      watched.load = 90;
      assert.match((await watched.ask()).reason ?? '', /^The processor is busy at 90 %/);
      watched.load = 4;
      assert.equal((await watched.ask()).ready, false);
      await watched.until('it is ready again', ({ ready }) => ready);
    } finally {
      await watched.end();
    }
  });

  it('says that the store is locked', async () => {
    const watched = await Watched.start(new RecordingRoom(path.join(folder, 'locked'), { 'store.encrypt': true }));
    try {
      for (let i = 0; i < 12; i++) {
        const { ready, reason } = await watched.ask();
        assert.equal(ready, false);
        assert.match(reason ?? '', /locked/);
      }
    } finally {
      await watched.end();
    }
  });
});

/** What begins only some seconds after the start, whenever that is. */
const isLate = (part: string): boolean => part === 'inventory';

describe('health without a token', () => {
  it('tells nothing of the files and addresses that a reason names', async () => {
    const secret = 'ann';
    const dataDir = path.join(folder, `the "secret" of ${secret}'s 100% <b>folder`, '.wirthforge');
    await mkdir(dataDir, { recursive: true });
    await writeFile(path.join(dataDir, 'journal'), 'a file where a folder has to be');
    const runtime = { name: 'own', kind: 'openai', url: `http://${secret}:password@127.0.0.1:9/v1/${secret}` } as const;
    const engine = ownEngine(dataDir, { runtimes: [runtime] });
    await engine.start();
    try {
      const url = engine.server.http!;
      const token = (await readFile(path.join(dataDir, 'token'), 'utf8')).trim();
      const known = await eventually('its parts have begun', async () => {
        const { body } = await healthAt(url, token);
        return Object.entries(body.components).every(([id, { state }]) => isLate(id) || state !== 'starting') && body;
      });
      for (const [part, told] of [
        ['store', dataDir],
        ['runtime own', `http://127.0.0.1:9/v1/${secret}`],
      ] as const)
        assert.ok(known.components[part]?.reason?.includes(told), `${part}: ${JSON.stringify(known.components)}`);

      for (const credential of [undefined, 'wrong', `viewer.${'A'.repeat(43)}`]) {
        const { code, body } = await healthAt(url, credential);
        assert.ok([200, 503].includes(code));
        for (const part of Object.keys(known.components).filter((id) => !isLate(id)))
          assert.equal(body.components[part]?.state, known.components[part]?.state, part);
        assert.match(body.components['store']?.reason ?? '', /told to those who show a token only/);
        assert.equal(body.backup.ready, false);
        const text = JSON.stringify(body);
        for (const private_ of [secret, 'password', folder, path.basename(folder)])
          assert.ok(!text.includes(private_), `${private_} in ${text}`);
      }
    } finally {
      await engine.stop();
    }
  });
});
