import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import type { AlertInfo } from '../../src/protocol/alerts';
import type { WorkerInit } from '../../src/protocol/engineLink';
import type { Alerts } from '../../src/engine/serve/routes/alerts';
import { ServingMonitor } from '../support/servingMonitor';
import { leaderAndFollower, runWindow, WindowProcess } from '../support/windowProcess';

const lag = { metric: 'ux.host_lag_ms', operator: '>', value: 50, window: '1s' };
/** Rules that fire when windows say that they are slow. People are told of one: they are of one incident. */
const rules = [
  { id: 'plain', name: 'Slow', conditions: lag, actions: [{ type: 'notify.toast' }] },
  { id: 'seen', name: 'Slow, and seen', conditions: lag },
  { id: 'silent', name: 'Slow, and silent', conditions: lag },
  { id: 'lasting', name: 'Slow for long', for: '20m', conditions: lag },
];

if (process.argv[2] === 'window') runWindow(JSON.parse(process.argv[3]!) as WorkerInit);
else
  describe('alerts while the leader changes', () => {
    let dataDir: string;
    let windows: WindowProcess[];
    let serve: ServingMonitor | undefined;
    let telling: NodeJS.Timeout;
    /** What the windows say of themselves, ms. */
    let lagMs: number;

    beforeEach(async () => {
      dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-changing-'));
      await writeFile(path.join(dataDir, 'alert-rules.json'), JSON.stringify({ rules }));
      [windows, serve, lagMs] = [[], undefined, 0];
      telling = setInterval(() => {
        for (const window of windows) window.tell({ type: 'ux', report: { kind: 'host', window: 'one', lagMs } });
      }, 250);
    });
    afterEach(async () => {
      clearInterval(telling);
      await Promise.all([...windows.map((window) => window.kill()), serve?.end('SIGKILL')]);
      await rm(dataDir, { recursive: true, force: true });
    });

    // Nobody is told the same alert anew for as long as this test runs.
    const two = () => leaderAndFollower(windows, dataDir, { 'alerts.defaultCooldownMs': 3_600_000 });

    const alertsIn = (window: WindowProcess) => window.of('alerts').at(-1)?.alerts;
    const activeIn = (window: WindowProcess): readonly AlertInfo[] => alertsIn(window)?.active ?? [];
    const statesIn = (window: WindowProcess): string[] =>
      activeIn(window)
        .map(({ rule, state }) => `${rule} ${state}`)
        .sort();
    const isAt = (window: WindowProcess, ...states: string[]): Promise<unknown> =>
      window.until(states.join(', '), () => JSON.stringify(statesIn(window)) === JSON.stringify(states));
    const toldIn = (...all: WindowProcess[]): string[] =>
      all.flatMap((window, at) => window.of('notice').map(({ notice }) => `window ${at}: ${notice.message}`));
    const isToldOnce = (...all: WindowProcess[]): void => {
      const told = toldIn(...all);
      assert.equal(told.length, 1, told.join('\n'));
    };
    const treated = ['lasting pending', 'plain firing', 'seen acknowledged', 'silent silenced'];

    /** All rules fire, one is acknowledged, one silenced, and that is written. */
    async function treat(window: WindowProcess): Promise<readonly AlertInfo[]> {
      lagMs = 100;
      await isAt(window, 'lasting pending', 'plain firing', 'seen firing', 'silent firing');
      const idOf = (rule: string): string => activeIn(window).find((alert) => alert.rule === rule)!.id;
      await window.until('people are told', () => toldIn(...windows).length === 1);
      const until = Date.now() + 3_600_000;
      window.tell({ type: 'alert', command: { kind: 'acknowledge', alert: idOf('seen') } });
      window.tell({ type: 'alert', command: { kind: 'silence', alert: idOf('silent'), until } });
      await isAt(window, ...treated);
      await eventually('what people did is written', async () => {
        const folder = path.join(dataDir, 'journal');
        const texts = await Promise.all(
          (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'latin1')),
        );
        return ['alert.acknowledged', 'alert.silenced'].every((type) => texts.some((text) => text.includes(type)));
      });
      return activeIn(window);
    }

    const lasting = ({ id, rule, state, since, firedAt, acknowledgedAt, silencedUntil, incident }: AlertInfo) =>
      ({ id, rule, state, since, firedAt, acknowledgedAt, silencedUntil, incident }) as const;
    const byId = (alerts: readonly AlertInfo[]) =>
      alerts.map(lasting).sort((one, other) => one.id.localeCompare(other.id));

    /** What the leader's server tells; windows are not told of every figure. */
    async function servedTo(window: WindowProcess): Promise<readonly AlertInfo[]> {
      const token = (await readFile(path.join(dataDir, 'token'), 'utf8')).trim();
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${window.status?.http}/api/metrics/alerts`, { headers });
      return ((await answer.json()) as Alerts).active;
    }

    /** The alerts of another engine are those of before, once it has looked at what is measured anew. */
    async function goneOn(window: WindowProcess, before: readonly AlertInfo[]): Promise<void> {
      lagMs += 100;
      const later = await eventually('the next engine looked at each', async () => {
        // The one before may not serve any more.
        const active = await servedTo(window).catch(() => []);
        return active.length >= before.length && active.every(({ value }) => value === lagMs) && active;
      });
      assert.deepEqual(byId(later), byId(before));
    }

    it('stay as they were when it is killed, and nobody is told twice', async () => {
      const [first, second] = await two();
      const before = await treat(second);
      await first.kill();
      await second.is('leader');
      await goneOn(second, before);
      isToldOnce(first, second);
    });

    it('stay as they were when `wirthforge serve` takes over, and when it ends', async () => {
      const [first, second] = await two();
      const before = await treat(second);
      serve = await ServingMonitor.start(dataDir);
      await second.until('it follows `serve`', () => second.status?.instances[0]?.kind === 'serve');
      await goneOn(second, before);
      await serve.end('SIGTERM');
      await second.until('a window leads', () => second.status?.instances[0]?.kind === 'window');
      await goneOn(second, before);
      isToldOnce(first, second);
    });

    it('are resolved once when their condition went while nobody led, and are no news within their cooldown', async () => {
      const [first, second] = await two();
      await treat(second);
      lagMs = 0;
      await first.kill();
      await second.is('leader');
      await isAt(second);
      await second.until('all are in the list', () => alertsIn(second)?.recent.length === 3);
      lagMs = 100;
      await isAt(second, 'lasting pending', 'plain firing', 'seen firing', 'silent silenced');
      assert.equal(alertsIn(second)?.recent.length, 3);
      const third = new WindowProcess(dataDir, 'third', { 'alerts.defaultCooldownMs': 3_600_000 });
      windows.push(third);
      await third.is('follower');
      lagMs = 0;
      await isAt(third);
      await second.kill();
      await third.is('leader');
      await third.until('it knows what is over', () => alertsIn(third)?.recent.length === 6);
      lagMs = 100;
      await isAt(third, 'lasting pending', 'plain firing', 'seen firing', 'silent silenced');
      isToldOnce(first, second, third);
    });
  });
