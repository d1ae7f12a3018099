import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { AlertInfo } from '../../src/protocol/alerts';
import type { WorkerInit } from '../../src/protocol/engineLink';
import type { Config } from '../../src/protocol/settings';
import type { Endpoints } from '../../src/engine/serve/endpointsFile';
import type { Alerts } from '../../src/engine/serve/routes/alerts';
import { takePorts } from '../support/takenPort';
import { leaderAndFollower, runWindow, type WindowProcess } from '../support/windowProcess';

const firesAtOnce = {
  ...{ id: 'used', name: 'Memory is in use', category: 'a', actions: [{ type: 'notify.toast' }] },
  conditions: { metric: 'system.memory_percent', operator: '>', value: 0, window: '1s' },
};

if (process.argv[2] === 'window') runWindow(JSON.parse(process.argv[3]!) as WorkerInit);
else
  describe('the server of windows that share an engine', () => {
    let dataDir: string;
    let windows: WindowProcess[];

    beforeEach(async () => {
      dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-serving-'));
      windows = [];
    });
    afterEach(async () => {
      await Promise.all(windows.map((window) => window.kill()));
      await rm(dataDir, { recursive: true, force: true });
    });

    const two = (changes?: Partial<Config>) => leaderAndFollower(windows, dataDir, changes);

    /** Where a window says that it serves, once it does. */
    function servedBy({ pid }: WindowProcess): Promise<Endpoints> {
      return eventually(`window ${pid} serves`, async () => {
        const text = await readFile(path.join(dataDir, 'endpoints.json'), 'utf8').catch(() => '{}');
        const endpoints = JSON.parse(text) as Partial<Endpoints>;
        return endpoints.pid === pid && (endpoints as Endpoints);
      });
    }

    async function activeAlerts(http: string): Promise<readonly AlertInfo[]> {
      const token = (await readFile(path.join(dataDir, 'token'), 'utf8')).trim();
      const answer = await fetch(`${http}/api/metrics/alerts`, { headers: { authorization: `Bearer ${token}` } });
      assert.equal(answer.status, 200);
      return ((await answer.json()) as Alerts).active;
    }

    it('never answers as if the alerts and silences of a killed leader had not been', async () => {
      await writeFile(path.join(dataDir, 'alert-rules.json'), JSON.stringify({ rules: [firesAtOnce] }));
      const [first, second] = await two();
      const alert = await second.until('the alert fires', () =>
        second
          .of('alerts')
          .at(-1)
          ?.alerts.active.find(({ state }) => state === 'firing'),
      );
      second.tell({ type: 'alert', command: { kind: 'silence', alert: alert.id, until: 'resolved' } });
      const folder = path.join(dataDir, 'journal');
      await eventually('the silence is on disk', async () => {
        const journals = (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'latin1'));
        return (await Promise.all(journals)).join('').includes('alert.silenced');
      });
      await first.kill();
      const { http } = await servedBy(second);
      assert.deepEqual(
        (await activeAlerts(http)).map(({ id, state }) => [id, state]),
        [[alert.id, 'silenced']],
      );
      assert.equal(first.of('notice').length + second.of('notice').length, 1, 'nobody is told twice');
    });

    it('goes back to its ports when the leader that was frozen with them wakes up', async () => {
      const taken = await takePorts(2);
      const { port } = taken;
      await taken.leave();
      const [first, second] = await two({ 'server.port': port, 'proxy.port': port + 1 });
      const { http, proxy } = await servedBy(first);
      assert.deepEqual([http, proxy], [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]);
      first.signal('SIGSTOP');
      await second.is('leader');
      const away = await servedBy(second);
      assert.ok(away.http !== http && away.proxy !== proxy, JSON.stringify(away));
      assert.equal((await fetch(`${away.http}/health`)).status, 200);
      first.signal('SIGCONT');
      await first.is('follower');
      await eventually('it serves where the first one did', async () => {
        const home = await servedBy(second);
        return home.http === http && home.proxy === proxy;
      });
      assert.equal((await fetch(`${http}/health`)).status, 200);
      assert.equal((await fetch(proxy!)).status, 200);
      for (const window of [first, second])
        await window.until(
          'it knows where that is',
          () => window.status?.http === http && window.status.proxy === proxy,
        );
    });
  });
