import assert from 'node:assert/strict';
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { eventually } from '../../build/vscode/eventually.mjs';
import { systemClock } from '../../src/engine/clock';
import { PowerCollector } from '../../src/engine/collect/power/powerCollector';
import { Components } from '../../src/engine/components';
import { EnergyAccount } from '../../src/engine/energy/energyAccount';
import { Ticker } from '../../src/engine/ticker';
import { FakeSink } from '../unit/collect/system/fakeSink';

const counter = '/sys/class/powercap/intel-rapl:0/energy_uj';
const supplies = '/sys/class/power_supply';

/** Whether the processor counts its energy and this user may read it. */
function hasCounter(): boolean {
  try {
    accessSync(counter, constants.R_OK);
    return true;
  } catch {
    // Missing or forbidden: both leave nothing to read.
    return false;
  }
}

/** Whether a battery feeds the machine at the moment. */
function isOnBattery(): boolean {
  const names = existsSync(supplies) ? readdirSync(supplies) : [];
  return names.some((name) => {
    const status = path.join(supplies, name, 'status');
    return existsSync(status) && readFileSync(status, 'utf8').startsWith('Discharging');
  });
}

describe('the power of this machine', () => {
  let sink: FakeSink;
  let ticker: Ticker;
  let account: EnergyAccount;
  let collector: PowerCollector;
  let components: Components;
  beforeEach(() => {
    sink = new FakeSink();
    components = new Components(() => undefined);
    ticker = new Ticker(systemClock, (error) => {
      throw error;
    });
    account = new EnergyAccount({ ticker, clock: systemClock });
    collector = new PowerCollector({
      ticker,
      clock: systemClock,
      components,
      domains: account,
      settings: { enabled: true, cpuTdpWatts: null, cpuIdleWatts: null },
      cpuLoad: () => NaN,
    });
  });
  afterEach(() => {
    collector.stop();
    account.stop();
    ticker.stop();
  });

  it('is a sound figure where something measures it, and unavailable with a reason where nothing does', async () => {
    account.start(sink);
    collector.start();
    collector.setDemanded(true);
    await sleep(3000);
    const total = sink.series('system.power_watts', { domain: 'total' });
    const cpu = sink.series('system.power_watts', { domain: 'package' });
    await eventually('it runs', () => components.open('power').status.state === 'running');
    for (const { values } of sink.frames)
      for (const value of Object.values(values)) assert.ok(Number.isNaN(value) || value >= 0);
    if (hasCounter()) {
      assert.equal(cpu.quality, 'measured');
      const watts = sink.last('power')['system.power_watts{package}'];
      assert.ok(watts !== undefined && watts > 0 && watts < 1000, `${watts} W`);
    } else if (cpu.quality === 'unavailable') {
      assert.match(cpu.reason ?? '', /cpuTdpWatts/);
    }
    if (!hasCounter() && !isOnBattery() && cpu.quality === 'unavailable') {
      assert.equal(total.quality, 'unavailable');
      assert.ok((total.reason ?? '').length > 40, 'it says why');
      assert.deepEqual(sink.frames, [], 'no number stands for what is missing');
    }
  });

  it('is read at little cost', () => {
    account.start(sink);
    collector.start();
    const before = process.cpuUsage();
    for (let i = 0; i < 2000; i++) collector.setDemanded(i % 2 === 0);
    const { user, system } = process.cpuUsage(before);
    // Twice a second, so a millisecond a reading is a fifth of a percent of one core.
    assert.ok((user + system) / 2000 < 1000, `${(user + system) / 2000} µs a reading`);
  });
});
