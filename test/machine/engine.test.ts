import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { defaults } from '../../src/engine/config/defaults';
import { Superseded } from '../../src/engine/elect/fence';
import { Engine } from '../../src/engine/engine';
import type { StreamMessage } from '../../src/engine/stream';
import type { Config } from '../../src/protocol/settings';
import { LateFence } from '../support/fences';

const everyMetric = { metrics: ['*'], maxHz: 10, historyMs: 60_000 };
/** More than a busy machine takes until the past is asked for. */
const hourMs = 3_600_000;

describe('the engine as a whole', () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'wirthforge-engine-'));
  // A busy machine raises alerts, and an alert asks for processes.
  const config: Config = { ...defaults(), 'server.port': 0, runtimeDiscovery: false, 'alerts.enabled': false };
  const before_ = process.getActiveResourcesInfo().length;
  const inventoryFile = path.resolve('dist/inventory.js');
  const storeFile = path.resolve('dist/store.js');
  const certificateFile = path.resolve('dist/certificate.js');
  const defaultRules = path.resolve('media/alert-rules.default.json');
  const given = { config, dataDir, version: '0', log: () => undefined, defaultRules };
  const engine = new Engine({
    ...given,
    fence: new LateFence(dataDir),
    scope: 'process',
    inventoryFile,
    storeFile,
    certificateFile,
    root: path.resolve('.'),
  });

  before(() => engine.start());
  after(async () => {
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** When the frames were taken that come in so many milliseconds. */
  function frames(ms: number): Promise<number[]> {
    return new Promise((resolve) => {
      const stamps = new Set<number>();
      let isLive = false;
      const open = engine.streams.open(
        1,
        { metrics: ['system.cpu_percent'], maxHz: 20, historyMs: 0 },
        (message: StreamMessage) => {
          if (message.type === 'live') isLive = true;
          if (message.type === 'rows' && isLive)
            for (const rows of message.rows) for (const stamp of rows.timestamps) stamps.add(stamp);
        },
      );
      setTimeout(() => {
        engine.streams.close(open);
        resolve([...stamps]);
      }, ms);
    });
  }

  /** Waits until frames are a tenth of a second apart, which not all of them are where the machine is busy. */
  const comeFast = (): Promise<unknown> =>
    eventually('ten frames a second come', async () => {
      const stamps = await frames(1000);
      return stamps.some((stamp, i) => i >= 3 && stamp - stamps[i - 3]! <= 400);
    });
  const come = (): Promise<unknown> => eventually('frames come', async () => (await frames(1000)).length > 0);

  /** The parts of the machine that are measured, or are about to be. */
  const measuring = () =>
    engine.status().components.filter(({ id, state }) => id.startsWith('system.') && state !== 'stopped');

  it('follows its settings while it runs', async () => {
    await comeFast();
    engine.configure({ ...config, 'collectors.system.sampleRate': 1 });
    const stamps = await frames(3000);
    const seconds = ((stamps.at(-1) ?? 0) - (stamps[0] ?? 0)) / 1000;
    // One may be late and the next in time.
    assert.ok(stamps.length <= seconds + 2, `one a second now: ${stamps.join(', ')}`);
    engine.configure(config);
    await comeFast();
  });

  it('measures nothing while it is paused or switched off, and says so', async () => {
    engine.pause();
    assert.equal(engine.status().paused, true);
    assert.deepEqual(await frames(700), []);
    engine.resume();
    await come();
    engine.configure({ ...config, enabled: false });
    assert.deepEqual(await frames(700), []);
    assert.deepEqual(measuring(), []);
    engine.configure(config);
    await come();
  });

  it('reads processes only while somebody looks', async () => {
    const isRead = (): boolean =>
      engine.status().components.some((c) => c.id === 'system.processes' && c.state !== 'stopped');
    assert.equal(isRead(), false);
    const open = engine.streams.open(2, everyMetric, () => undefined);
    await eventually('they are read', () => isRead());
    engine.streams.close(open);
    assert.equal(isRead(), false);
  });

  it('starts a reader with the past and loses no frame on the way to the present', async () => {
    const read = (id: number): number[] => {
      const stamps: number[] = [];
      engine.streams.open(id, { metrics: ['system.memory_percent'], maxHz: 10, historyMs: hourMs }, (message) => {
        if (message.type === 'rows') for (const rows of message.rows) stamps.push(...rows.timestamps);
      });
      return stamps;
    };
    const all = read(3);
    await eventually('there is a past', () => all.length >= 20);
    const pastUntil = all.at(-1)!;
    const later = read(4);
    await eventually('both have what came since', () => {
      return [all, later].every((stamps) => stamps.filter((stamp) => stamp > pastUntil).length >= 10);
    });
    engine.streams.closeAll();
    const until = Math.min(all.at(-1)!, later.at(-1)!);
    const upTo = (stamps: readonly number[]): number[] => stamps.filter((stamp) => stamp <= until);
    assert.deepEqual(upTo(later), upTo(all));
    assert.deepEqual(
      later,
      [...new Set(later)].sort((a, b) => a - b),
    );
  });

  it('leaves neither timer nor socket behind when it stops, and obeys nobody any more', async () => {
    engine.pause();
    await engine.stop();
    // An order may have waited until now to be looked at.
    engine.resume();
    assert.deepEqual(measuring(), []);
    await assert.rejects(engine.requireLead(), Superseded);
    // The timer of this wait is one of them.
    await eventually('nothing is left', () => process.getActiveResourcesInfo().length <= before_ + 1);
  });
});
