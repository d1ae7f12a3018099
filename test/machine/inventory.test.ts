import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { systemClock } from '../../src/engine/clock';
import { Inventory, type MachineNames } from '../../src/engine/collect/inventory/inventory';
import { Component } from '../../src/engine/component';
import { Ticker } from '../../src/engine/ticker';

describe('inventory of this machine', () => {
  it('names processor and system within its bounds, in the thread that is shipped', async () => {
    const ticker = new Ticker(systemClock, (error) => {
      throw error;
    });
    const workerFile = path.join(process.cwd(), 'dist', 'inventory.js');
    const names = await new Promise<MachineNames>((found, failed) => {
      const component = new Component('inventory', ({ status }) => {
        if (status.state === 'degraded') failed(new Error(status.reason));
      });
      new Inventory({ ticker, clock: systemClock, component, workerFile, found }).start();
    }).finally(() => {
      ticker.stop();
    });
    assert.ok((names.cpu ?? '').length > 3, 'a processor');
    assert.ok((names.os ?? '').length > 3, 'a system');
    assert.ok(Array.isArray(names.gpus));
  });
});
