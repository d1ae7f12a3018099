import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, it } from 'node:test';
import { MacosPower } from '../../../../src/engine/collect/power/macos/macosPower';
import { Unreadable } from '../../../../src/engine/collect/system/unreadable';
import { FakeClock } from '../../../support/fakeClock';
import { FakeDomains } from './fakeDomains';

const printed = (mains: string, amperage: string): string =>
  `+-o AppleSmartBattery  <class AppleSmartBattery>\n    {\n      "ExternalConnected" = ${mains}\n` +
  `      "InstantAmperage" = ${amperage}\n      "Voltage" = 12000\n    }\n`;

describe('power on macOS', () => {
  let clock: FakeClock;
  let domains: FakeDomains;
  let runs: number;
  let answer: () => Promise<string>;
  let power: MacosPower;
  beforeEach(() => {
    clock = new FakeClock();
    domains = new FakeDomains();
    runs = 0;
    answer = () => Promise.resolve(printed('No', '-1000'));
    power = new MacosPower({ clock, domains }, () => {
      runs++;
      return answer();
    });
  });
  const later = async (ms: number): Promise<void> => {
    clock.advance(ms);
    power.read();
    await turn();
  };

  it('asks every 10 s and no more often, and says why the processor tells nothing', async () => {
    for (let i = 0; i < 60; i++) await later(500);
    assert.equal(runs, 3);
    assert.equal(domains.of('battery').watts, 12);
    assert.match(domains.of('package').reason ?? '', /only to root.*cpuTdpWatts/);
  });

  it('is unavailable on mains, while no rate is told, and when asking fails', async () => {
    await later(0);
    answer = () => Promise.resolve(printed('Yes', '-500'));
    await later(10_000);
    assert.match(domains.of('battery').reason ?? '', /mains power/);
    answer = () => Promise.resolve(printed('No', '0'));
    await later(10_000);
    assert.match(domains.of('battery').reason ?? '', /no current and voltage/);
    answer = () => Promise.reject(new Unreadable('ioreg failed (1).', 'Run it in a terminal.'));
    await later(10_000);
    assert.match(domains.of('battery').reason ?? '', /^ioreg failed \(1\)\..*every 10 s\. Run it in a terminal\.$/);
    answer = () => Promise.resolve('');
    await later(10_000);
    assert.deepEqual(domains.names(), ['package'], 'a Mac without a battery has none');
  });

  it('runs one program at a time, and drops what comes after it was closed', async () => {
    let tell: (output: string) => void = () => undefined;
    answer = () => new Promise((resolve) => (tell = resolve));
    await later(0);
    await later(60_000);
    assert.equal(runs, 1);
    power.close('The monitor is paused.');
    tell(printed('No', '-1000'));
    await turn();
    assert.deepEqual(domains.names(), ['package']);
    assert.equal(domains.of('package').reason, 'The monitor is paused.');
  });
});
