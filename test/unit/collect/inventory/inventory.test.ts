import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { Clock } from '../../../../src/engine/clock';
import { Inventory, type MachineNames } from '../../../../src/engine/collect/inventory/inventory';
import { takeInventory, type InventoryLibrary } from '../../../../src/engine/collect/inventory/takeInventory';
import { Component } from '../../../../src/engine/component';
import { Ticker } from '../../../../src/engine/ticker';

const mocked: Clock = { now: () => Date.now(), monotonic: () => Date.now() };

describe('inventory', () => {
  let folder: string;
  let ticker: Ticker;
  let component: Component;
  let inventory: Inventory;
  let found: MachineNames[];
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
    folder = mkdtempSync(path.join(tmpdir(), 'wirthforge-inventory-'));
    ticker = new Ticker(mocked, (error) => {
      throw error;
    });
    component = new Component('inventory');
    found = [];
  });
  afterEach(() => {
    inventory.stop();
    ticker.stop();
    mock.timers.reset();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (script: string): void => {
    const workerFile = path.join(folder, 'worker.js');
    writeFileSync(workerFile, `const { parentPort } = require('node:worker_threads');\n${script}`);
    inventory = new Inventory({ ticker, clock: mocked, component, workerFile, found: (names) => found.push(names) });
    inventory.start();
  };
  const pass = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 1000) mock.timers.tick(1000);
  };
  const until = async (isSo: () => boolean): Promise<void> => {
    const end = process.hrtime.bigint() + 10_000_000_000n;
    while (!isSo() && process.hrtime.bigint() < end) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(isSo());
  };
  const reason = (): string => (component.status.state === 'degraded' ? component.status.reason : '');

  it('is taken 3 s after the start and then every hour', async () => {
    start(`parentPort.postMessage({ cpu: 'A', os: 'B', gpus: ['C'], missing: [] });`);
    pass(2000);
    assert.equal(component.status.state, 'starting');
    pass(2000);
    await until(() => found.length === 1);
    assert.deepEqual(found[0], { cpu: 'A', os: 'B', gpus: ['C'] });
    assert.equal(component.status.state, 'running');
    pass(3_600_000);
    assert.equal(found.length, 1);
    // From here on it looks every 20 s whether the hour is over.
    pass(16_000);
    await until(() => found.length === 2);
  });

  it('that does not come within 20 s is given up', async () => {
    start(`setInterval(() => undefined, 1000);`);
    pass(4000);
    await new Promise((resolve) => setImmediate(resolve));
    pass(21_000);
    assert.match(reason(), /did not answer within 20 s.*tried again in an hour/);
    assert.deepEqual(found, []);
  });

  it('that fails is a state with a reason', async () => {
    start(`throw new Error('no library');`);
    pass(4000);
    await until(() => reason() !== '');
    assert.match(reason(), /no library/);
  });

  it('that ends without an answer, or answers with something else, is a state with a reason', async () => {
    start(``);
    pass(4000);
    await until(() => reason() !== '');
    assert.match(reason(), /ended without an answer/);
    inventory.stop();
    start(`parentPort.postMessage({ cpu: 'x'.repeat(10000), missing: [] });`);
    pass(4000);
    await until(() => reason() !== '');
    assert.match(reason(), /something else than names/);
  });

  it('that is found in part is used, and the rest is named', async () => {
    start(`parentPort.postMessage({ os: 'B', missing: ['graphics: none'] });`);
    pass(4000);
    await until(() => found.length === 1);
    assert.deepEqual(found[0], { os: 'B' });
    assert.match(reason(), /graphics: none/);
  });

  it('ends its thread when the engine stops', async () => {
    start(`setInterval(() => undefined, 1000);`);
    pass(4000);
    inventory.stop();
    assert.equal(component.status.state, 'stopped');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(component.status.state, 'stopped');
  });
});

describe('names of the hardware', () => {
  const library: InventoryLibrary = {
    cpu: () => Promise.resolve({ manufacturer: 'Intel', brand: 'Xeon®  Platinum' }),
    osInfo: () => Promise.resolve({ distro: 'Debian GNU/Linux', release: '12' }),
    graphics: () =>
      Promise.resolve({
        controllers: [
          { vendor: 'NVIDIA', model: 'H200' },
          { vendor: 'Maker', model: '' },
          { vendor: '', model: '' },
        ],
      }),
  };

  it('are put together and tidied', async () => {
    assert.deepEqual(await takeInventory(library), {
      cpu: 'Intel Xeon® Platinum',
      os: 'Debian GNU/Linux 12',
      gpus: ['H200', 'Maker'],
      missing: [],
    });
  });

  it('that cannot be found take no others along', async () => {
    const report = await takeInventory({ ...library, graphics: () => Promise.reject(new Error('no\nlspci')) });
    assert.deepEqual(report.missing, ['graphics: no lspci']);
    assert.equal(report.cpu, 'Intel Xeon® Platinum');
    assert.equal(report.gpus, undefined);
  });
});
