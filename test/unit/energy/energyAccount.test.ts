import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { Clock } from '../../../src/engine/clock';
import { EnergyAccount } from '../../../src/engine/energy/energyAccount';
import type { EnergyDomain } from '../../../src/engine/energy/energyDomain';
import type { Series } from '../../../src/engine/metrics/series';
import { Ticker } from '../../../src/engine/ticker';
import { FakeSink } from '../collect/system/fakeSink';
import { batteryFacts, dramFacts, estimateFacts, gpuFacts, isSame, packageFacts } from './domains';

const mocked: Clock = { now: () => Date.now(), monotonic: () => Date.now() };
const rootOnly = 'The counter may be read by root only.';

describe('the energy account', () => {
  let sink: FakeSink;
  let ticker: Ticker;
  let account: EnergyAccount;
  let drawing: Map<EnergyDomain, { watts: number; joules: number }>;
  const errors: unknown[] = [];
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
    sink = new FakeSink();
    ticker = new Ticker(mocked, (error) => errors.push(error));
    account = new EnergyAccount({ ticker, clock: mocked });
    drawing = new Map();
  });
  afterEach(() => {
    account.stop();
    ticker.stop();
    mock.timers.reset();
    assert.deepEqual(errors, []);
  });

  /** Lets a domain with a counter draw so many watts from now on. */
  const draw = (domain: EnergyDomain, watts: number): void => {
    drawing.set(domain, { watts, joules: drawing.get(domain)?.joules ?? 0 });
  };
  const pass = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 500) {
      for (const [domain, state] of drawing) domain.counter(mocked.monotonic(), (state.joules += state.watts / 2));
      mock.timers.tick(500);
    }
  };
  const watts = (domain: string): Series => sink.series('system.power_watts', { domain });
  const joules = (domain: string): Series => sink.series('system.energy_joules', { domain });
  const last = (): Readonly<Record<string, number>> => sink.last('power');

  it('is unavailable with a reason, and writes no number, while nothing is measured', () => {
    account.start(sink);
    pass(2000);
    assert.equal(watts('total').quality, 'unavailable');
    assert.match(watts('total').reason ?? '', /Nothing on this machine/);
    account.open(packageFacts).unavailable(rootOnly);
    pass(2000);
    for (const series of [watts('total'), joules('total'), watts('package'), joules('package')]) {
      assert.equal(series.quality, 'unavailable');
      assert.equal(series.reason, rootOnly);
    }
    assert.deepEqual(sink.frames, []);
    assert.equal(account.unknown, rootOnly);
  });

  it('adds up what is measured and lies in no other domain, and says what is in it', () => {
    const cpu = account.open(packageFacts);
    const dram = account.open(dramFacts);
    const gpu = account.open(gpuFacts);
    const inside = account.open({ ...gpuFacts, domain: 'gpu1', isInsideAnother: true });
    draw(cpu, 40);
    draw(dram, 5);
    draw(inside, 12);
    account.start(sink);
    for (let i = 0; i < 20; i++) {
      gpu.power(mocked.monotonic(), 200);
      pass(500);
    }
    const frame = last();
    assert.ok(isSame(frame['system.power_watts{total}']!, 245));
    const parts = ['package', 'dram', 'gpu0'].map((name) => frame[`system.energy_joules{${name}}`]!);
    assert.ok(
      isSame(
        frame['system.energy_joules{total}']!,
        parts.reduce((sum, one) => sum + one),
      ),
    );
    assert.ok(isSame(frame['system.power_watts{gpu1}']!, 12));
    assert.equal(sink.of('power')[0]?.hz, 2);
    assert.equal(watts('total').quality, 'measured');
    assert.equal(watts('total').origin?.scope, 'CPU package + memory (DRAM) + GPU board');
    assert.equal(watts('total').origin?.method, 'power sensor');
    assert.equal(joules('total').origin?.method, 'integrated power');
    assert.deepEqual(joules('gpu0').origin, { ...gpuFacts.origin, method: 'integrated power' });
    assert.deepEqual(watts('gpu0').origin, gpuFacts.origin);
    assert.deepEqual(joules('package').origin, packageFacts.origin);
  });

  it('counts the battery alone, and only while no CPU is measured', () => {
    const battery = account.open(batteryFacts);
    const gpu = account.open(gpuFacts);
    account.start(sink);
    const read = (seconds: number): void => {
      for (let i = 0; i < seconds * 2; i++) {
        battery.power(mocked.monotonic(), 15);
        gpu.power(mocked.monotonic(), 6);
        pass(500);
      }
    };
    read(5);
    assert.equal(last()['system.power_watts{total}'], 15);
    const before = last()['system.energy_joules{total}']!;
    draw(account.open(packageFacts), 4);
    read(5);
    assert.ok(isSame(last()['system.power_watts{total}']!, 10));
    assert.equal(last()['system.power_watts{battery}'], 15);
    assert.ok(last()['system.energy_joules{total}']! - before <= 10 * 5 + 15);
    battery.unavailable('The machine runs on mains power.');
    pass(1000);
    assert.ok(Number.isNaN(last()['system.power_watts{battery}']));
    assert.equal(watts('battery').reason, 'The machine runs on mains power.');
  });

  it('takes a GPU on the package for the total only where the package itself is not measured', () => {
    draw(account.open({ ...gpuFacts, isInsideAnother: true }), 20);
    const cpu = account.open(packageFacts);
    cpu.unavailable(rootOnly);
    account.start(sink);
    pass(3000);
    assert.ok(isSame(last()['system.power_watts{total}']!, 20));
    draw(cpu, 30);
    pass(3000);
    assert.ok(isSame(last()['system.power_watts{total}']!, 30));
  });

  it('never lets an estimate into a measured total', () => {
    const cpu = account.open(packageFacts);
    cpu.unavailable(rootOnly);
    const estimate = account.open(estimateFacts);
    account.start(sink);
    const read = (seconds: number, gpu?: EnergyDomain): void => {
      for (let i = 0; i < seconds * 2; i++) {
        estimate.power(mocked.monotonic(), 30);
        gpu?.power(mocked.monotonic(), 100);
        pass(500);
      }
    };
    read(5);
    assert.equal(last()['system.power_watts{total}'], 30);
    assert.equal(watts('total').quality, 'estimated');
    assert.equal(watts('total').origin?.method, 'estimate');
    assert.equal(watts('package').quality, 'estimated');
    assert.match(watts('package').reason ?? '', /not measured\. The counter may be read by root only\./);
    read(5, account.open(gpuFacts));
    assert.equal(last()['system.power_watts{total}'], 100);
    assert.equal(watts('total').quality, 'measured');
    assert.ok(isSame(last()['system.energy_joules{total}']!, last()['system.energy_joules{gpu0}']!));
    draw(cpu, 25);
    pass(2000);
    assert.equal(watts('package').quality, 'measured');
    assert.ok(isSame(last()['system.power_watts{package}']!, 25));
    assert.equal(watts('package').origin?.source, 'RAPL package-0');
  });

  it('goes on in the history of a domain that is opened again, and takes one off that is gone', () => {
    const gpu = account.open(gpuFacts);
    draw(gpu, 60);
    account.start(sink);
    pass(10_000);
    const before = last()['system.energy_joules{gpu0}']!;
    gpu.close();
    drawing.clear();
    pass(1000);
    assert.equal(watts('total').quality, 'unavailable');
    assert.ok(Number.isNaN(last()['system.energy_joules{total}']));
    draw(account.open(gpuFacts), 60);
    pass(2000);
    assert.ok(last()['system.energy_joules{gpu0}']! > before);
    assert.ok(last()['system.energy_joules{total}']! > before - 60);
  });

  it('shows a gap once when readings stay away, and one more when it stops', () => {
    const gpu = account.open(gpuFacts);
    account.start(sink);
    gpu.power(mocked.monotonic(), 60);
    pass(500);
    gpu.power(mocked.monotonic(), 60);
    pass(10_000);
    assert.ok(Number.isNaN(last()['system.power_watts{gpu0}']));
    assert.equal(last()['system.energy_joules{gpu0}'], 30, 'what was taken stays taken');
    const frames = sink.of('power').length;
    account.stop();
    account.stop();
    assert.equal(sink.of('power').length, frames + 1);
    assert.ok(Object.values(last()).every(Number.isNaN));
  });
});
