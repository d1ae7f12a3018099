import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { LinuxPower, powerRootsIn } from '../../../../src/engine/collect/power/linux/linuxPower';
import { FakeClock } from '../../../support/fakeClock';
import { FakeMachine } from '../system/fakeMachine';
import { FakeDomains } from './fakeDomains';

describe('power on Linux', () => {
  let machine: FakeMachine;
  let clock: FakeClock;
  let domains: FakeDomains;
  let power: LinuxPower;
  beforeEach(() => {
    machine = new FakeMachine();
    clock = new FakeClock();
    domains = new FakeDomains();
    power = new LinuxPower({ clock, domains }, powerRootsIn(machine.sys));
  });
  afterEach(() => {
    power.close('The test is over.');
    mock.restoreAll();
    machine.dispose();
  });

  const zone = (name: string, files: Readonly<Record<string, string | number>>): void => {
    for (const [file, text] of Object.entries(files)) machine.write(`sys/class/powercap/${name}/${file}`, `${text}\n`);
  };
  const supply = (name: string, files: Readonly<Record<string, string | number>>): void => {
    for (const [file, text] of Object.entries(files))
      machine.write(`sys/class/power_supply/${name}/${file}`, `${text}\n`);
  };
  const later = (ms: number): void => {
    clock.advance(ms);
    power.read();
  };
  /** Root may read everything, so the refusal is made here. */
  const refuse = (part: string): { stop: () => void } => {
    const { openSync } = fs;
    const refusing = mock.method(fs, 'openSync', (file: string, flags: string) => {
      if (file.includes(part)) throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
      return openSync(file, flags);
    });
    return {
      stop: () => {
        refusing.mock.restore();
      },
    };
  };

  it('says why there is nothing on a machine without sensors, and looks again every minute', () => {
    power.read();
    assert.deepEqual(domains.names(), ['package']);
    const { reason, facts } = domains.of('package');
    assert.match(reason ?? '', /no energy counter \(RAPL\) and no known power sensor.*virtual machines.*cpuTdpWatts/s);
    assert.equal(facts.part, 'cpu');
    assert.equal(power.isCpuMeasured, false);
    zone('intel-rapl:0', { name: 'package-0', energy_uj: 5_000_000, max_energy_range_uj: 262_143_328_850 });
    later(59_000);
    assert.ok(!power.isCpuMeasured);
    later(1000);
    assert.ok(power.isCpuMeasured);
    assert.equal(domains.of('package').joules, 5);
    assert.equal(domains.of('package').range, 262_143.32885);
  });

  it('says what an administrator could do where only root may read, and never shows 0', () => {
    zone('intel-rapl:0', { name: 'package-0', energy_uj: 5_000_000, max_energy_range_uj: 262_143_328_850 });
    zone('intel-rapl:0:0', { name: 'dram', energy_uj: 1_000_000, max_energy_range_uj: 65_712_999_613 });
    const refusing = refuse('energy_uj');
    power.read();
    for (const name of ['package', 'dram']) {
      const { reason, joules, watts } = domains.of(name);
      assert.match(reason ?? '', /intel-rapl:0.* may be read by root only.*udev rule or sysfs\.conf/s);
      assert.doesNotMatch(reason ?? '', /sudo/);
      assert.deepEqual([joules, watts], [undefined, undefined]);
    }
    assert.ok(!power.isCpuMeasured);
    refusing.stop();
    later(60_000);
    assert.equal(domains.of('package').joules, 5);
    assert.equal(domains.of('dram').joules, 1);
    assert.ok(power.isCpuMeasured);
  });

  it('takes a sensor on the board where only root may read the counters, and the counters once it may', () => {
    zone('intel-rapl:0', { name: 'package-0', energy_uj: 5_000_000, max_energy_range_uj: 65_532_610_987 });
    const sensor = 'sys/class/hwmon/hwmon2';
    machine.write(`${sensor}/name`, 'zenpower\n');
    machine.write(`${sensor}/power1_label`, 'SVI2_P_Core\n');
    machine.write(`${sensor}/power1_input`, '21000000\n');
    machine.write(`${sensor}/power2_label`, 'SVI2_P_SoC\n');
    machine.write(`${sensor}/power2_input`, '9500000\n');
    const refusing = refuse('energy_uj');
    power.read();
    assert.equal(domains.of('package').watts, 30.5);
    assert.deepEqual(domains.of('package').facts.origin, {
      method: 'power sensor',
      scope: 'CPU cores and SoC',
      source: 'hwmon zenpower',
    });
    refusing.stop();
    later(60_000);
    assert.equal(domains.of('package').joules, 5);
    assert.equal(domains.of('package').facts.origin.source, 'RAPL package-0');
  });

  it('reads kept-open files, which show what the kernel puts into them', () => {
    zone('intel-rapl:0', { name: 'package-0', energy_uj: 1_000_000, max_energy_range_uj: 262_143_328_850 });
    power.read();
    const opened = mock.method(fs, 'openSync');
    const listed = mock.method(fs, 'readdirSync');
    for (let i = 2; i < 100; i++) {
      zone('intel-rapl:0', { energy_uj: i * 1_000_000 });
      later(500);
      assert.equal(domains.of('package').joules, i);
    }
    // `zone` opens each file once to write it; reading opens and lists nothing.
    assert.ok(opened.mock.calls.every(({ arguments: [, flags] }) => flags !== 'r'));
    assert.equal(listed.mock.callCount(), 0);
  });

  it('says so when a counter holds something else or is gone, and gets over it', () => {
    zone('intel-rapl:0', { name: 'package-0', energy_uj: 1_000_000, max_energy_range_uj: 262_143_328_850 });
    power.read();
    for (const text of ['', 'x', '-', '99999999999999999999999']) {
      zone('intel-rapl:0', { energy_uj: text });
      later(500);
      assert.match(domains.of('package').reason ?? '', /does not hold what was expected \(one whole number\)/);
    }
    zone('intel-rapl:0', { energy_uj: 2_000_000 });
    later(60_000);
    assert.equal(domains.of('package').joules, 2);
    power.close('The monitor is paused.');
    assert.equal(domains.of('package').reason, 'The monitor is paused.');
    machine.remove('sys/class/powercap');
    later(500);
    assert.match(domains.of('package').reason ?? '', /no energy counter/);
  });

  it('keeps the package when memory cannot be read', () => {
    zone('intel-rapl:0', { name: 'package-0', energy_uj: 1_000_000, max_energy_range_uj: 262_143_328_850 });
    zone('intel-rapl:0:1', { name: 'dram', energy_uj: 'x' });
    power.read();
    assert.ok(power.isCpuMeasured);
    assert.equal(domains.of('package').joules, 1);
    assert.notEqual(domains.of('dram').reason, undefined);
  });

  it('closes what a later look does not find any more', () => {
    zone('intel-rapl:0', { name: 'package-0-die-0', energy_uj: 7_000_000 });
    zone('intel-rapl:1', { name: 'package-0-die-1', energy_uj: 7_000_100 });
    const refusing = refuse('energy_uj');
    power.read();
    assert.deepEqual(domains.names(), ['package', 'package1'], 'nothing shows yet that they are one counter');
    refusing.stop();
    later(60_000);
    assert.deepEqual(domains.names(), ['package']);
    assert.equal(domains.of('package').range, undefined);
  });

  describe('on battery', () => {
    it('gives power while it discharges, whichever sign and form its driver chose', () => {
      supply('BAT0', { type: 'Battery', status: 'Discharging', power_now: 12_345_000, current_now: 1, voltage_now: 1 });
      power.read();
      assert.equal(domains.of('battery').watts, 12.345);
      assert.equal(domains.of('battery').facts.origin.source, 'BAT0 power_now');
      supply('BAT0', { power_now: -9_000_000 });
      later(500);
      assert.equal(domains.of('battery').watts, 9);
      machine.remove('sys/class/power_supply/BAT0');
      supply('BAT1', { type: 'Battery', status: 'Discharging', current_now: -1_250_000, voltage_now: 12_000_000 });
      later(60_000);
      assert.equal(domains.of('battery').watts, 15);
      assert.equal(domains.of('battery').facts.origin.source, 'BAT1 current_now voltage_now');
    });

    it('adds up the batteries that feed the machine', () => {
      supply('BAT0', { type: 'Battery', status: 'Discharging', power_now: 4_000_000 });
      supply('BAT1', { type: 'Battery', status: 'Discharging', power_now: 6_000_000 });
      supply('BAT2', { type: 'Battery', status: 'Not charging', power_now: 1_000_000 });
      power.read();
      assert.equal(domains.of('battery').watts, 10);
    });

    for (const status of ['Charging', 'Full', 'Not charging', 'Unknown', ''])
      it(`is unavailable while its status is "${status}"`, () => {
        supply('BAT0', { type: 'Battery', status, power_now: 30_000_000 });
        power.read();
        assert.equal(domains.of('battery').watts, undefined);
        assert.match(domains.of('battery').reason ?? '', /runs on mains power.*Unplug it/);
      });

    it('has no figure before its driver has measured one, and says so when it never does', () => {
      supply('BAT0', { type: 'Battery', status: 'Discharging', power_now: 0 });
      power.read();
      assert.deepEqual([domains.of('battery').watts, domains.of('battery').reason], [undefined, undefined]);
      supply('BAT0', { power_now: 'x' });
      later(500);
      assert.match(domains.of('battery').reason ?? '', /tells neither power nor current/);
      machine.remove('sys/class/power_supply/BAT0');
      supply('BAT0', { type: 'Battery', status: 'Discharging' });
      later(60_000);
      assert.match(domains.of('battery').reason ?? '', /tells neither power nor current/);
    });

    it('takes no mouse, mains adapter or uninterruptible supply for the battery', () => {
      supply('hidpp_battery_0', { type: 'Battery', scope: 'Device', status: 'Discharging', power_now: 1_000_000 });
      supply('AC', { type: 'Mains', online: 1 });
      supply('ups', { type: 'UPS', status: 'Discharging', power_now: 80_000_000 });
      power.read();
      assert.deepEqual(domains.names(), ['package']);
    });

    it('gets over a battery that is pulled out', () => {
      supply('BAT0', { type: 'Battery', status: 'Discharging', power_now: 4_000_000 });
      power.read();
      machine.remove('sys/class/power_supply/BAT0');
      later(60_000);
      assert.deepEqual(domains.names(), ['package']);
    });
  });

  describe('with sensors on the board', () => {
    const hwmon = (index: number, files: Readonly<Record<string, string | number>>): void => {
      for (const [file, text] of Object.entries(files))
        machine.write(`sys/class/hwmon/hwmon${index}/${file}`, `${text}\n`);
    };

    it('adds up the sockets of an accumulating driver, and no cores', () => {
      const labels = { energy1_label: 'Ecore000', energy2_label: 'Esocket0', energy3_label: 'Esocket1' };
      hwmon(0, { name: 'amd_energy', ...labels, energy1_input: 9, energy2_input: 3_000_000, energy3_input: 4_000_000 });
      power.read();
      assert.equal(domains.of('package').joules, 7);
      assert.equal(domains.of('package').facts.origin.method, 'energy counter');
    });

    it('takes the rail that feeds a whole Jetson module, and says that it is the whole', () => {
      const labels = { in1_label: 'VDD_IN', in2_label: 'VDD_CPU_GPU_CV' };
      hwmon(4, { name: 'ina3221', ...labels, in1_input: 5000, curr1_input: 2400, in2_input: 5000, curr2_input: 900 });
      power.read();
      assert.equal(domains.of('package').watts, 12);
      assert.match(domains.of('package').facts.origin.scope, /whole module/);
    });

    it('reads an older Opteron, and two sockets as two domains', () => {
      hwmon(1, { name: 'fam15h_power', power1_input: 61_000_000, power1_crit: 115_000_000 });
      hwmon(10, { name: 'fam15h_power', power1_input: 62_000_000, power1_crit: 115_000_000 });
      power.read();
      assert.deepEqual([domains.of('package').watts, domains.of('package1').watts], [61, 62]);
    });

    it('takes no sensor whose meaning is not known, and no half of one', () => {
      hwmon(0, { name: 'nvme', power1_input: 5_000_000 });
      hwmon(1, { name: 'amdgpu', power1_average: 30_000_000, power1_input: 30_000_000 });
      hwmon(2, { name: 'zenpower', power1_label: 'SVI2_P_Core', power1_input: 5_000_000 });
      hwmon(3, { name: 'constructor', power1_input: 5_000_000 });
      power.read();
      assert.match(domains.of('package').reason ?? '', /no known power sensor/);
    });
  });
});
