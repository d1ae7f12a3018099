import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { eventually, pause } from '../../build/vscode/eventually.mjs';
import type { AlertInfo, Notice } from '../../src/protocol/alerts';
import type { SessionInfo, ValidationReport } from '../../src/protocol/storeJobs';
import { ownEngine } from '../support/ownEngine';
import { ServingMonitor } from '../support/servingMonitor';
import { wirthforge } from '../support/storeCli';

const firesFromTheStart = (id: string, category: string): object => ({
  id,
  name: `Memory is in use (${id})`,
  category,
  conditions: { metric: 'system.memory_percent', operator: '>', value: 0, window: '1s' },
  debounce: { cooldown_ms: 0 },
  actions: [{ type: 'notify.toast' }, { type: 'log.audit' }],
});

const rules = [
  firesFromTheStart('plain', 'a'),
  firesFromTheStart('seen', 'b'),
  firesFromTheStart('silent', 'c'),
  firesFromTheStart('hushed', 'd'),
];

/** What had to wait is told at the next turn of a second. */
const severalBeatsMs = 2500;

/** What of an alert has to be the same in every engine that knows it. */
const lasting = ({
  id,
  rule,
  severity,
  state,
  labels,
  since,
  firedAt,
  acknowledgedAt,
  silencedUntil,
  incident,
}: AlertInfo) =>
  ({ id, rule, severity, state, labels, since, firedAt, acknowledgedAt, silencedUntil, incident }) as const;

const byRule = (alerts: readonly AlertInfo[]): AlertInfo[] =>
  [...alerts].sort((one, other) => one.rule.localeCompare(other.rule));

describe('alerts and the end of the monitor that raised them', () => {
  let dataDir: string;
  let monitor: ServingMonitor | undefined;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'wirthforge-outlive-'));
    await writeFile(path.join(dataDir, 'alert-rules.json'), JSON.stringify({ rules }));
  });

  afterEach(async () => {
    await monitor?.end('SIGKILL');
    monitor = undefined;
    await rm(dataDir, { recursive: true, force: true });
  });

  /** A monitor whose alerts all fire, of which one was acknowledged and two were silenced, all of it written down. */
  async function treated(): Promise<AlertInfo[]> {
    const served = (monitor = await ServingMonitor.start(dataDir));
    const firing = await eventually('all rules fire', async () => {
      const { active } = await served.alerts();
      return active.length === rules.length && active.every(({ state }) => state === 'firing') && active;
    });
    const idOf = (rule: string): string => firing.find((alert) => alert.rule === rule)!.id;
    await served.post(`/api/alerts/${idOf('seen')}/acknowledge`);
    await served.post(`/api/alerts/${idOf('silent')}/silence`, { minutes: 30 });
    await served.post(`/api/alerts/${idOf('hushed')}/silence`, { until: 'resolved' });
    await eventually('all of it is in the journal', async () => (await countInJournal('alert.silenced')) === 2);
    const active = byRule((await served.alerts()).active);
    assert.deepEqual(
      active.map(({ rule, state }) => [rule, state]),
      [
        ['hushed', 'silenced'],
        ['plain', 'firing'],
        ['seen', 'acknowledged'],
        ['silent', 'silenced'],
      ],
    );
    return active;
  }

  const journals = (): Promise<string[]> => readdir(path.join(dataDir, 'journal'));

  /** How often some text is in the journals, save in those that are named. */
  async function countInJournal(text: string, besides: readonly string[] = []): Promise<number> {
    const names = (await journals()).filter((name) => !besides.includes(name));
    const texts = await Promise.all(names.map((name) => readFile(path.join(dataDir, 'journal', name), 'latin1')));
    return texts.join('').split(text).length - 1;
  }

  /** Starts again on the same folder, until what was measured anew has reached every alert. */
  async function goneOn(before: readonly AlertInfo[]): Promise<void> {
    const earlier = await journals();
    const served = (monitor = await ServingMonitor.start(dataDir));
    const active = await eventually('every alert has a value of its own time', async () => {
      const { active: now } = await served.alerts();
      return (
        now.length >= before.length && now.every((alert) => !before.some(({ value }) => value === alert.value)) && now
      );
    });
    assert.deepEqual(byRule(active).map(lasting), before.map(lasting));
    assert.deepEqual((await served.alerts()).history, []);
    await eventually('its session is in the journal', async () => (await countInJournal('session.start', earlier)) > 0);
  }

  /** An engine on the same folder whose notices are listened to until all alerts were looked at. */
  async function noticesOf(before: readonly AlertInfo[]): Promise<readonly Notice[]> {
    const notices: Notice[] = [];
    const engine = ownEngine(dataDir, {
      'server.enabled': false,
      'proxy.enabled': false,
      runtimeDiscovery: false,
      // Else the cooldown alone would keep them quiet for now.
      'alerts.defaultCooldownMs': 0,
    });
    engine.alerts.watchers.add({ noticed: (notice) => notices.push(notice) });
    await engine.start();
    try {
      await eventually('all alerts were looked at', () => {
        const { active } = engine.alerts.info();
        return active.length > 0 && active.every((alert) => !before.some(({ value }) => value === alert.value));
      });
      await pause(severalBeatsMs);
      assert.deepEqual(byRule(engine.alerts.info().active).map(lasting), before.map(lasting));
    } finally {
      await engine.stop();
    }
    return notices;
  }

  async function auditedFirings(): Promise<string[]> {
    const lines = (await readFile(path.join(dataDir, 'logs', 'audit.jsonl'), 'utf8')).trim().split('\n');
    return lines
      .map((line) => JSON.parse(line) as { event: string; rule: string })
      .map(({ event, rule }) => `${event} ${rule}`)
      .sort();
  }

  async function cli(...words: string[]): Promise<string> {
    const { code, out, err } = await wirthforge([...words, '--data-dir', dataDir]);
    assert.equal(code, 0, err);
    return out;
  }

  /** The types of events of alerts in all sessions, oldest first, as replaying them gives them. */
  async function recordedSteps(ends: readonly (string | undefined)[]): Promise<string[]> {
    const { sessions } = JSON.parse(await cli('list', '--json')) as { sessions: SessionInfo[] };
    assert.deepEqual(
      sessions.map(({ end }) => end),
      [...ends].reverse(),
    );
    const steps: string[] = [];
    for (const { id } of [...sessions].reverse()) {
      const out = await cli('replay', id, '--verbose');
      const report = out.trim().split('\n').at(-1) ?? '';
      assert.deepEqual((JSON.parse(report) as { divergences: unknown[] }).divergences, []);
      steps.push(...Array.from(out.matchAll(/^\d+ .*? (alert\.[a-z]+) /gm), ([, type]) => type!));
    }
    return steps;
  }

  const ends = [
    { signal: 'SIGKILL', is: 'crash', how: 'is killed' },
    { signal: 'SIGTERM', is: 'stopped', how: 'is stopped' },
  ] as const;
  for (const { signal, is, how } of ends)
    it(`go on as they were, and nobody is told twice, when it ${how}`, async () => {
      const before = await treated();
      await monitor?.end(signal);
      await goneOn(before);
      await monitor?.end(signal);
      assert.deepEqual(await noticesOf(before), []);

      assert.deepEqual(await auditedFirings(), ['firing hushed', 'firing plain', 'firing seen', 'firing silent']);
      assert.deepEqual(await recordedSteps([is, is, 'stopped']), [
        ...rules.map(() => 'alert.firing'),
        'alert.acknowledged',
        'alert.silenced',
        'alert.silenced',
      ]);
      const { problems } = JSON.parse(await cli('validate', '--json')) as ValidationReport;
      assert.deepEqual(problems, []);
    });
});
