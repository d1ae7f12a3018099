import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { LinuxPower, powerRootsIn } from '../../../src/engine/collect/power/linux/linuxPower';
import { FakeClock } from '../../support/fakeClock';
import { FakeDomains } from '../../unit/collect/power/fakeDomains';
import { FakeMachine } from '../../unit/collect/system/fakeMachine';
import { layOut } from './recorded';

describe('Linux: power by its files', () => {
  let machine: FakeMachine;
  let domains: FakeDomains;
  let power: LinuxPower;
  beforeEach(() => {
    machine = new FakeMachine();
    domains = new FakeDomains();
    power = new LinuxPower({ clock: new FakeClock(), domains }, powerRootsIn(machine.sys));
  });
  afterEach(() => {
    power.close('The test is over.');
    machine.dispose();
  });

  /** Joules, range and source of each domain of a recorded machine. */
  const read = (name: string): Record<string, readonly [number | undefined, number | undefined, string]> => {
    layOut(machine, name);
    power.read();
    return Object.fromEntries(
      domains.names().map((domain) => {
        const { joules, range, facts } = domains.of(domain);
        return [domain, [joules, range, facts.origin.source]];
      }),
    );
  };

  it('an Intel laptop has one package, which holds its cores and graphics and which psys and mmio count again', () => {
    assert.deepEqual(read('intel-client'), { package: [135_182.311403, 262_143.32885, 'RAPL package-0'] });
  });

  it('an Intel server has two packages and the memory of each', () => {
    assert.deepEqual(read('intel-server'), {
      package: [92_717.384211, 262_143.32885, 'RAPL package-0'],
      dram: [18_273.645546, 65_712.999613, 'RAPL dram of package-0'],
      package1: [101_827.364553, 262_143.32885, 'RAPL package-1'],
      dram1: [20_192.837465, 65_712.999613, 'RAPL dram of package-1'],
    });
  });

  it('an AMD Ryzen has one package, with a range of its own', () => {
    assert.deepEqual(read('amd-zen'), { package: [41_882.716653, 65_532.610987, 'RAPL package-0'] });
  });

  it('dies that show the counter of their socket count once', () => {
    assert.deepEqual(read('mirrored-dies'), { package: [51_827.364551, 65_532.610987, 'RAPL package-0-die-0'] });
  });

  it('dies with a counter each count each', () => {
    const found = read('separate-dies');
    assert.deepEqual(Object.keys(found), ['package', 'dram', 'package1', 'dram1']);
    assert.equal(found['package1']?.[0], 171_827.402112);
  });

  it('a battery that discharges tells the power of the machine, in either form', () => {
    read('discharging');
    assert.equal(domains.of('battery').watts, 9.417);
    assert.deepEqual(domains.of('battery').facts.origin, {
      method: 'power sensor',
      scope: 'whole system, on battery',
      source: 'BAT0 power_now',
    });
    assert.match(domains.of('package').reason ?? '', /no energy counter/);
  });

  it('a battery that tells current and voltage does as well', () => {
    read('discharging-current');
    assert.ok(Math.abs((domains.of('battery').watts ?? 0) - 1.042 * 11.883) < 1e-9);
  });

  it('a battery that is charged says nothing of the machine', () => {
    read('charging');
    assert.equal(domains.of('battery').watts, undefined);
    assert.match(domains.of('battery').reason ?? '', /mains/);
  });
});
