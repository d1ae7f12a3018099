import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { Clock } from '../../../../src/engine/clock';
import { PowerCollector } from '../../../../src/engine/collect/power/powerCollector';
import type { OpenPowerReader } from '../../../../src/engine/collect/power/powerReader';
import type { PowerSettings } from '../../../../src/engine/collect/power/powerSettings';
import { Components } from '../../../../src/engine/components';
import { Ticker } from '../../../../src/engine/ticker';
import { FakeDomains } from './fakeDomains';

const mocked: Clock = { now: () => Date.now(), monotonic: () => Date.now() };
const plain: PowerSettings = { enabled: true, cpuTdpWatts: null, cpuIdleWatts: null };

describe('the power collector', () => {
  let domains: FakeDomains;
  let components: Components;
  let ticker: Ticker;
  let collector: PowerCollector;
  let reads: boolean[];
  let closed: string[];
  let isCpuMeasured: boolean;
  let failure: Error | undefined;
  let load: number;
  const reader: OpenPowerReader = () => ({
    get isCpuMeasured() {
      return isCpuMeasured;
    },
    read: (isDemanded) => {
      reads.push(isDemanded);
      if (failure) throw failure;
    },
    close: (reason) => {
      closed.push(reason);
    },
  });
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
    domains = new FakeDomains();
    components = new Components(() => undefined);
    ticker = new Ticker(mocked, (error) => {
      throw error;
    });
    reads = [];
    closed = [];
    isCpuMeasured = false;
    failure = undefined;
    load = 0.5;
  });
  afterEach(() => {
    collector.stop();
    ticker.stop();
    mock.timers.reset();
  });
  const make = (settings: PowerSettings = plain): void => {
    collector = new PowerCollector({
      ticker,
      clock: mocked,
      components,
      domains,
      settings,
      cpuLoad: () => load,
      reader,
    });
  };
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= 500) mock.timers.tick(500);
  };

  it('reads every 20 s, twice a second while it is demanded, and at once when that changes', () => {
    make();
    collector.start();
    collector.start();
    pass(60_000);
    assert.deepEqual(reads, [false, false, false, false]);
    collector.setDemanded(true);
    assert.deepEqual(reads.slice(4), [true]);
    pass(10_000);
    assert.equal(reads.length, 5 + 20);
    collector.setDemanded(true);
    collector.setDemanded(false);
    pass(19_500);
    assert.ok(reads.length <= 5 + 20 + 2);
  });

  it('stops reading when it is stopped or switched off, and says which', () => {
    make();
    collector.start();
    collector.configure({ ...plain, enabled: false });
    assert.match(closed.at(-1) ?? '', /wirthforge\.collectors\.system/);
    assert.equal(components.open('power').status.state, 'stopped');
    const before = reads.length;
    pass(40_000);
    collector.setDemanded(true);
    assert.equal(reads.length, before);
    collector.configure(plain);
    assert.equal(reads.length, before + 1);
    assert.equal(components.open('power').status.state, 'running');
    collector.stop();
    assert.match(closed.at(-1) ?? '', /paused; resume it/);
  });

  it('estimates only when it is asked to', () => {
    make();
    collector.start();
    pass(20_000);
    assert.deepEqual(domains.names(), []);
  });

  it('estimates by load between idle and rated power, and says how', () => {
    make({ enabled: true, cpuTdpWatts: 65, cpuIdleWatts: null });
    collector.start();
    const estimate = domains.of('package estimate');
    assert.equal(estimate.watts, 6.5 + 58.5 * 0.5);
    assert.deepEqual(
      [estimate.facts.part, estimate.facts.origin.method, estimate.facts.origin.scope],
      ['cpu', 'estimate', 'CPU package'],
    );
    assert.match(estimate.facts.origin.source, /^6\.5 W \+ 58\.5 W × CPU load.*half and twice/);
    load = 7;
    pass(20_000);
    assert.equal(domains.of('package estimate').watts, 65);
    load = NaN;
    pass(20_000);
    assert.equal(domains.of('package estimate').watts, undefined, 'no load, no estimate');
    load = 0;
    collector.configure({ enabled: true, cpuTdpWatts: 65, cpuIdleWatts: 90 });
    pass(20_000);
    assert.equal(domains.of('package estimate').watts, 65, 'idle is at most the rated power');
    collector.configure(plain);
    assert.deepEqual(domains.names(), []);
  });

  it('estimates nothing while the CPU is measured', () => {
    make({ enabled: true, cpuTdpWatts: 65, cpuIdleWatts: 5 });
    isCpuMeasured = true;
    collector.start();
    pass(20_000);
    assert.deepEqual(domains.names(), []);
    isCpuMeasured = false;
    pass(20_000);
    assert.equal(domains.of('package estimate').watts, 35);
    isCpuMeasured = true;
    pass(20_000);
    assert.deepEqual(domains.names(), []);
  });

  it('is degraded by an error of its own, and goes on when it passes', () => {
    make();
    failure = new TypeError('this is new');
    collector.start();
    const { status } = components.open('power');
    assert.match(status.state === 'degraded' ? status.reason : '', /not foreseen \(TypeError: this is new\)/);
    assert.match(closed.at(-1) ?? '', /not foreseen/);
    failure = undefined;
    pass(20_000);
    assert.equal(components.open('power').status.state, 'running');
  });
});
