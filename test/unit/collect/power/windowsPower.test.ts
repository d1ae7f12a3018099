import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ChildProcess } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { WindowsPower } from '../../../../src/engine/collect/power/windows/windowsPower';
import { FakeClock } from '../../../support/fakeClock';
import { FakeDomains } from './fakeDomains';

/** Stands for typeperf: prints what it is given. */
class FakeTypeperf extends EventEmitter {
  readonly stdout = new PassThrough();
  isKilled = false;

  kill(): boolean {
    this.isKilled = true;
    return true;
  }

  async print(...lines: readonly string[]): Promise<void> {
    this.stdout.write(lines.map((line) => `${line}\r\n`).join(''));
    await turn();
  }
}

const heading = (...instances: readonly string[]): string =>
  ['"(PDH-CSV 4.0)"', ...instances.map((one) => String.raw`"\\PC\Energy Meter(${one})\Power"`)].join(',');

describe('power on Windows', () => {
  let clock: FakeClock;
  let domains: FakeDomains;
  let children: FakeTypeperf[];
  let asked: (readonly string[])[];
  let power: WindowsPower;
  beforeEach(() => {
    clock = new FakeClock();
    domains = new FakeDomains();
    children = [];
    asked = [];
    power = new WindowsPower({ clock, domains }, (args) => {
      asked.push(args);
      const child = new FakeTypeperf();
      children.push(child);
      return child as unknown as ChildProcess;
    });
  });
  afterEach(() => {
    power.close('The test is over.');
  });
  const child = (): FakeTypeperf => children.at(-1)!;

  it('asks for energy meters alone, and tells the power of the package', async () => {
    power.read(true);
    assert.deepEqual(asked[0]?.slice(0, 2), ['-si', '1']);
    assert.deepEqual(
      asked[0].filter((arg) => arg.startsWith('\\')),
      [String.raw`\Energy Meter(*)\Power`, String.raw`\Energy Meter(*)\Energy`],
    );
    await child().print(heading('RAPL_Package0_PKG', 'RAPL_Package0_PP0'), '"t"," "," "');
    power.read(true);
    assert.ok(!power.isCpuMeasured, 'the first row has no power yet');
    await child().print('"t","28500.5","20000"');
    power.read(true);
    assert.ok(power.isCpuMeasured);
    assert.equal(domains.of('package').watts, 28.5005);
    assert.deepEqual(domains.names(), ['package']);
    const { readings } = domains.of('package');
    power.read(true);
    assert.equal(domains.of('package').readings, readings, 'a row is told once');
  });

  it('runs nothing while nobody looks, and says so', async () => {
    power.read(false);
    assert.equal(children.length, 0);
    assert.match(domains.of('package').reason ?? '', /only while somebody looks.*battery/);
    power.read(true);
    await child().print(heading('RAPL_Package0_PKG'), '"t","1000"');
    power.read(true);
    assert.ok(power.isCpuMeasured);
    power.read(false);
    assert.ok(child().isKilled);
    assert.ok(!power.isCpuMeasured);
    assert.match(domains.of('package').reason ?? '', /only while somebody looks/);
  });

  it('says why where there are no meters, and tries again after ten minutes', async () => {
    power.read(true);
    child().emit('close', 1);
    power.read(true);
    assert.match(
      domains.of('package').reason ?? '',
      /Windows tells no energy of the CPU here.*every 10 min.*cpuTdpWatts/,
    );
    clock.advance(599_000);
    power.read(true);
    assert.equal(children.length, 1);
    clock.advance(1000);
    power.read(true);
    assert.equal(children.length, 2);
    await child().print(heading('RAPL_Package0_PKG'), '"t","1000"');
    power.read(true);
    assert.equal(domains.of('package').watts, 1);
  });

  it('does not start it over and over where meters show no package', async () => {
    power.read(true);
    await child().print(heading('RAPL_Package0_Core0_CORE'), '"t","7300"');
    power.read(true);
    assert.match(domains.of('package').reason ?? '', /not that of the CPU package/);
    clock.advance(60_000);
    power.read(true);
    assert.equal(children.length, 1);
    assert.ok(child().isKilled);
  });

  it('ends it when it is closed', () => {
    power.read(true);
    power.close('The monitor is paused.');
    assert.ok(child().isKilled);
    assert.equal(domains.of('package').reason, 'The monitor is paused.');
  });
});
