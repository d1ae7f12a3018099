import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { eventually, hangsMs } from '../../build/vscode/eventually.mjs';
import type { AlertInfo } from '../../src/protocol/alerts';
import type { InstanceStatus } from '../../src/protocol/instances';
import type { WorkerInit } from '../../src/protocol/engineLink';
import { ServingMonitor } from '../support/servingMonitor';
import { runWindow, WindowProcess } from '../support/windowProcess';

const firesAtOnce = {
  ...{ id: 'used', name: 'Memory is in use', category: 'a', actions: [{ type: 'notify.toast' }] },
  conditions: { metric: 'system.memory_percent', operator: '>', value: 0, window: '1s' },
};
const firing = (window: WindowProcess): readonly AlertInfo[] | false => {
  const active = window.of('alerts').at(-1)?.alerts.active ?? [];
  return active.some(({ state }) => state === 'firing') && active;
};

const cpu = { metrics: ['system.cpu_percent'], maxHz: 10, historyMs: 60_000 };

if (process.argv[2] === 'window') runWindow(JSON.parse(process.argv[3]!) as WorkerInit);
else
  describe('windows with one engine', () => {
    let dataDir: string;
    let windows: WindowProcess[];

    beforeEach(async () => {
      dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-windows-'));
      windows = [];
    });
    afterEach(async () => {
      await Promise.all(windows.map((window) => window.kill()));
      await rm(dataDir, { recursive: true, force: true });
    });

    function open(name: string): WindowProcess {
      const window = new WindowProcess(dataDir, name);
      windows.push(window);
      return window;
    }

    async function two(): Promise<readonly [WindowProcess, WindowProcess]> {
      const first = open('first');
      await first.is('leader');
      const second = open('second');
      await second.is('follower');
      return [first, second];
    }

    it('show the same samples, and know who leads', async () => {
      const [first, second] = await two();
      const streams = [first.open(cpu), second.open(cpu)] as const;
      await second.until('samples come', () => second.timesOf(streams[1]).length > 10);
      const until = second.timesOf(streams[1]).at(-1)!;
      await first.until('as many come', () => (first.timesOf(streams[0]).at(-1) ?? 0) >= until);
      const [of1, of2] = [first.timesOf(streams[0]), second.timesOf(streams[1])];
      const from = Math.max(of1[0]!, of2[0]!);
      const within = (times: readonly number[]): number[] => times.filter((time) => time >= from && time <= until);
      assert.deepEqual(within(of2), within(of1));
      for (const window of [first, second]) {
        const { instances } = window.status!;
        assert.deepEqual(
          instances.map(({ pid, role, window: name }) => [pid, role, name]),
          [
            [first.pid, 'leader', 'first'],
            [second.pid, 'follower', 'second'],
          ],
        );
      }
    });

    it('go on when the leading one is killed, with the streams and the questions of the other', async () => {
      const [first, second] = await two();
      const stream = second.open(cpu);
      await second.until('samples come', () => second.timesOf(stream).length > 5);
      const killedAt = Date.now();
      await first.kill();
      second.tell({ type: 'marks', question: 99, request: { from: killedAt - 60_000, to: killedAt } });
      await second.is('leader');
      await second.until('the stream goes on', () => second.timesOf(stream).some((time) => time > killedAt));
      assert.equal(second.of('renewed').filter((message) => message.stream === stream).length, 1);
      const goneMs = second.timesOf(stream).find((time) => time > killedAt)! - killedAt;
      // How long it takes is measured elsewhere, where nothing else keeps the machine busy.
      assert.ok(goneMs < hangsMs, `${goneMs} ms without samples`);
      const answer = await second.until('it is answered', () => second.of('marks')[0] ?? second.of('noMarks')[0]);
      assert.equal(answer.type, 'marks', JSON.stringify(answer));
      const takeover = second.open({ metrics: ['monitor.takeover_ms'], maxHz: 10, historyMs: 60_000 });
      const [ms] = await second.until('it is told how long that took', () => {
        const values = second.valuesOf(takeover, 'monitor.takeover_ms');
        return values.length > 0 && values;
      });
      assert.ok(ms! > 0 && ms! < hangsMs, `${ms} ms`);
    });

    it('go on when the leading one is frozen, which follows when it wakes up', async () => {
      const [first, second] = await two();
      const stream = second.open(cpu);
      await second.until('samples come', () => second.timesOf(stream).length > 5);
      const frozenAt = Date.now();
      first.signal('SIGSTOP');
      await second.is('leader');
      await second.until('the stream goes on', () => second.timesOf(stream).some((time) => time > frozenAt + 3000));
      first.signal('SIGCONT');
      await first.is('follower');
      await second.until('both share the engine', () => second.status?.instances.length === 2);
      assert.equal(second.status?.self?.role, 'leader');
    });

    it('make way for `wirthforge serve`, and go on when it has ended', async () => {
      const [first, second] = await two();
      const streams = [first, second].map((window) => window.open(cpu));
      const serve = await ServingMonitor.start(dataDir);
      try {
        for (const window of [first, second]) {
          const { instances } = await window.until(
            'it follows `serve`',
            () => window.status?.instances[0]?.kind === 'serve' && window.status,
          );
          assert.equal(instances.filter(({ role }) => role === 'leader').length, 1);
        }
        const at = Date.now();
        for (const [i, window] of [first, second].entries())
          await window.until('samples come', () => window.timesOf(streams[i]!).some((time) => time > at));
        const { instances } = (await (await serve.get('/api/instances')).json()) as { instances: InstanceStatus[] };
        assert.deepEqual(
          instances.map(({ kind, role }) => `${kind} ${role}`),
          ['serve leader', 'window follower', 'window follower'],
        );
      } finally {
        assert.equal(await serve.end('SIGTERM'), 0);
      }
      const leads = (window: WindowProcess): boolean => window.status?.self?.role === 'leader';
      await first.until('one of them leads', () => leads(first) || leads(second));
    });

    it('are served by one `wirthforge serve` of two that start together, and by the other when that one is killed', async () => {
      const both = await Promise.all([ServingMonitor.start(dataDir), ServingMonitor.start(dataDir)]);
      try {
        const leaderOf = async (monitor: ServingMonitor): Promise<number | undefined> => {
          const { instances } = (await (await monitor.get('/api/instances')).json()) as { instances: InstanceStatus[] };
          return instances.find(({ role, kind }) => role === 'leader' && kind === 'serve')?.pid;
        };
        const leader = await leaderOf(both[0]);
        assert.equal(await leaderOf(both[1]), leader);
        const other = both.find(({ pid }) => pid !== leader)!;
        await both.find(({ pid }) => pid === leader)!.end('SIGKILL');
        const file = path.join(dataDir, 'endpoints.json');
        await eventually('the other one says where it is', async () => {
          const { pid } = JSON.parse(await readFile(file, 'utf8')) as { pid: number };
          return pid === other.pid;
        });
        assert.equal(await other.end('SIGTERM'), 0);
        await assert.rejects(stat(file), { code: 'ENOENT' });
      } finally {
        await Promise.all(both.map((monitor) => monitor.end('SIGKILL')));
      }
    });

    it('feel as their users say, each under its own name', async () => {
      const [first, second] = await two();
      for (const window of [first, second]) {
        const report = { kind: 'host', window: String(window.pid), lagMs: window.pid % 100 } as const;
        window.tell({ type: 'ux', report });
      }
      const stream = first.open({ metrics: ['ux.host_lag_ms'], maxHz: 10, historyMs: 60_000 });
      for (const { pid } of [first, second])
        await first.until('both are measured', () =>
          first.valuesOf(stream, 'ux.host_lag_ms', { window: String(pid) }).includes(pid % 100),
        );
    });

    it('are told of an alert once, in the one that was focused last, and answer it for all', async () => {
      const rules = (...all: object[]): Promise<void> =>
        writeFile(path.join(dataDir, 'alert-rules.json'), JSON.stringify({ rules: all }));
      await rules();
      const [first, second] = await two();
      second.tell({ type: 'focused', at: Date.now() });
      await rules(firesAtOnce);
      const [alert] = await first.until('the alert fires', () => firing(first));
      await second.until('it is told', () => second.of('notice').length > 0);
      second.tell({ type: 'alert', command: { kind: 'acknowledge', alert: alert!.id } });
      for (const window of [first, second])
        await window.until('it is acknowledged', () =>
          window
            .of('alerts')
            .at(-1)
            ?.alerts.active.some(({ state }) => state === 'acknowledged'),
        );
      assert.equal(first.of('notice').length + second.of('notice').length, 1);
    });

    it('end when they are closed at the moment at which they begin to lead', async () => {
      for (let i = 0; i < 5; i++) {
        const window = open(`short ${i}`);
        window.onMessage = (message) => {
          if (message.type !== 'status' || message.status.self?.role !== 'leader') return;
          window.onMessage = () => undefined;
          window.tell({ type: 'stop' });
        };
        await window.ends();
        assert.equal(window.of('stopped').length, 1);
      }
    });

    it('have the leader do what one of them asks for', async () => {
      const [first, second] = await two();
      const file = path.join(dataDir, 'export.json');
      const range = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
      const done = await second.job({ kind: 'export', file, format: 'json', range, metrics: [] });
      assert.equal(done.type, 'jobDone', JSON.stringify(done));
      second.tell({ type: 'pause' });
      await first.until('it is paused', () => first.status?.paused);
      await first.kill();
      const taken = await second.is('leader');
      assert.equal(taken.paused, true, 'what was paused stays so');
    });
  });
