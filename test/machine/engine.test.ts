import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { defaults } from '../../src/engine/config/defaults';
import { Engine } from '../../src/engine/engine';
import type { StreamMessage } from '../../src/engine/stream';
import type { Config } from '../../src/protocol/settings';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const everyMetric = { metrics: ['*'], maxHz: 10, historyMs: 60_000 };

describe('the engine as a whole', () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'wirthforge-engine-'));
  // A busy machine raises alerts, and an alert asks for processes.
  const config: Config = { ...defaults(), 'server.port': 0, runtimeDiscovery: false, 'alerts.enabled': false };
  const before_ = process.getActiveResourcesInfo().length;
  const inventoryFile = path.resolve('dist/inventory.js');
  const storeFile = path.resolve('dist/store.js');
  const defaultRules = path.resolve('media/alert-rules.default.json');
  const given = { config, dataDir, version: '0', log: () => undefined, defaultRules };
  const engine = new Engine({ ...given, scope: 'process', inventoryFile, storeFile });

  before(() => engine.start());
  after(async () => {
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function frames(ms: number): Promise<number> {
    return new Promise((resolve) => {
      const stamps = new Set<number>();
      let isLive = false;
      engine.streams.open(1, { metrics: ['system.cpu_percent'], maxHz: 20, historyMs: 0 }, (message: StreamMessage) => {
        if (message.type === 'live') isLive = true;
        if (message.type === 'rows' && isLive)
          for (const rows of message.rows) for (const stamp of rows.timestamps) stamps.add(stamp);
      });
      setTimeout(() => {
        engine.streams.close(1);
        resolve(stamps.size);
      }, ms);
    });
  }

  it('follows its settings while it runs', async () => {
    assert.ok((await frames(2000)) >= 12, 'ten a second at first');
    engine.configure({ ...config, 'collectors.system.sampleRate': 1 });
    assert.ok((await frames(3000)) <= 5, 'one a second now');
    engine.configure(config);
    assert.ok((await frames(2000)) >= 12, 'ten a second again');
  });

  it('measures nothing while it is paused or switched off, and says so', async () => {
    engine.pause();
    assert.equal(engine.status().paused, true);
    assert.equal(await frames(700), 0);
    engine.resume();
    assert.ok((await frames(1000)) > 0);
    engine.configure({ ...config, enabled: false });
    assert.equal(await frames(700), 0);
    const running = engine.status().components.filter((c) => c.id.startsWith('system.') && c.state !== 'stopped');
    assert.deepEqual(running, []);
    engine.configure(config);
    assert.ok((await frames(1000)) > 0);
  });

  it('reads processes only while somebody looks', async () => {
    const isRead = (): boolean =>
      engine.status().components.some((c) => c.id === 'system.processes' && c.state !== 'stopped');
    assert.equal(isRead(), false);
    engine.streams.open(2, everyMetric, () => undefined);
    await sleep(200);
    assert.equal(isRead(), true);
    engine.streams.close(2);
    assert.equal(isRead(), false);
  });

  it('starts a reader with the past and loses no frame on the way to the present', async () => {
    await sleep(1500);
    const stamps: number[] = [];
    engine.streams.open(3, { metrics: ['system.memory_percent'], maxHz: 10, historyMs: 60_000 }, (message) => {
      if (message.type === 'rows') for (const rows of message.rows) stamps.push(...rows.timestamps);
    });
    await sleep(1500);
    engine.streams.close(3);
    assert.ok(stamps.length >= 20, `${stamps.length} frames`);
    assert.deepEqual(
      stamps,
      [...new Set(stamps)].sort((a, b) => a - b),
    );
    const gaps = stamps.slice(-20).map((t, i, all) => (i === 0 ? 100 : t - all[i - 1]!));
    assert.ok(gaps.reduce((a, b) => a + b, 0) / gaps.length < 200);
  });

  it('leaves neither timer nor socket behind when it stops', async () => {
    await engine.stop();
    await sleep(100);
    const left = process.getActiveResourcesInfo();
    assert.ok(left.length <= before_ + 1, `still there: ${left.join(', ')}`);
  });
});
