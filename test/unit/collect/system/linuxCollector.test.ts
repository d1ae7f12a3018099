import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { FakeMachine } from './fakeMachine';
import { Harness } from './harness';

const mebibyte = 1024 * 1024;

describe('system collector on Linux', () => {
  let machine: FakeMachine;
  let harness: Harness;
  beforeEach(() => {
    machine = new FakeMachine();
    machine.stat([0, 0, 0, 0, 0, 0, 0, 0], { 0: [0, 0, 0, 0, 0, 0, 0, 0], 1: [0, 0, 0, 0, 0, 0, 0, 0] });
    machine.write('proc/loadavg', '0.65 0.57 0.29 1/91 10990\n');
    machine.memory({ MemTotal: 4000, MemFree: 10, MemAvailable: 1000, SwapTotal: 2000, SwapFree: 500 });
    for (const name of ['vda', 'sdb', 'loop0', 'zram0', 'dm-0', 'ram1']) machine.folder(`sys/block/${name}`);
    machine.disks({ loop0: [0, 0], vda: [0, 0], vda1: [0, 0], 'dm-0': [0, 0], zram0: [0, 0] });
    machine.interfaces({ lo: [0, 0], eth0: [0, 0] });
  });
  afterEach(() => {
    harness.dispose();
    machine.dispose();
    assert.deepEqual(harness.errors, []);
  });

  it('reads CPU at 10 Hz, all together since the last tick and each core over 500 ms', () => {
    harness = Harness.linux(machine, ['cpu']);
    harness.start();
    for (let tick = 1; tick <= 5; tick++) {
      const busy = tick === 5 ? 8 : 0;
      machine.stat([busy, 0, 0, tick * 20 - busy, 0, 0, 0, 0], {
        0: [busy, 0, 0, tick * 10 - busy, 0, 0, 0, 0],
        1: [0, 0, 0, tick * 10, 0, 0, 0, 0],
      });
      harness.pass(100);
    }
    assert.equal(harness.sink.of('system.cpu').length, 5);
    assert.equal(harness.sink.of('system.cpu')[3]?.values['system.cpu_core_percent{0}'], NaN, 'before 500 ms');
    assert.deepEqual(harness.sink.last('system.cpu'), {
      'system.cpu_percent': 40,
      'system.cpu_core_percent{0}': 16,
      'system.cpu_core_percent{1}': 0,
    });
    machine.stat([18, 0, 0, 102, 0, 0, 0, 0], { 0: [18, 0, 0, 42, 0, 0, 0, 0], 1: [0, 0, 0, 60, 0, 0, 0, 0] });
    harness.pass(100);
    assert.deepEqual(harness.sink.last('system.cpu'), {
      'system.cpu_percent': 50,
      'system.cpu_core_percent{0}': 36,
      'system.cpu_core_percent{1}': 0,
    });
  });

  it('keeps the history of the other cores when one goes and comes back', () => {
    harness = Harness.linux(machine, ['cpu'], { systemHz: 2 });
    harness.start();
    machine.stat([50, 0, 0, 50, 0, 0, 0, 0], { 0: [50, 0, 0, 50, 0, 0, 0, 0] });
    harness.pass(500);
    assert.deepEqual(harness.sink.last('system.cpu'), { 'system.cpu_percent': 50, 'system.cpu_core_percent{0}': 50 });
    machine.stat([50, 0, 0, 150, 0, 0, 0, 0], { 0: [50, 0, 0, 150, 0, 0, 0, 0], 1: [0, 0, 0, 5, 0, 0, 0, 0] });
    harness.pass(500);
    assert.deepEqual(harness.sink.last('system.cpu'), {
      'system.cpu_percent': 0,
      'system.cpu_core_percent{0}': 0,
      'system.cpu_core_percent{1}': NaN,
    });
  });

  it('reads load once a second', () => {
    harness = Harness.linux(machine, ['cpu']);
    harness.start();
    harness.pass(2000);
    assert.deepEqual(
      harness.sink.of('system.load').map(({ values }) => values),
      [{ 'system.load_1m': 0.65 }, { 'system.load_1m': 0.65 }],
    );
  });

  it('reads memory and swap, and has no share of a swap space that is not there', () => {
    harness = Harness.linux(machine, ['memory']);
    harness.start();
    harness.pass(100);
    assert.deepEqual(harness.sink.last('system.memory'), {
      'system.memory_percent': 75,
      'system.memory_used_bytes': 3000 * 1024,
      'system.swap_percent': 75,
    });
    machine.memory({ MemTotal: 4000, MemAvailable: 4000, SwapTotal: 0, SwapFree: 0 });
    harness.pass(100);
    assert.equal(harness.sink.last('system.memory')['system.swap_percent'], NaN);
    const swap = harness.sink.series('system.swap_percent');
    assert.equal(swap.quality, 'unavailable');
    assert.match(swap.reason ?? '', /no swap space/);
    machine.memory({ MemTotal: 4000, MemAvailable: 4000, SwapTotal: 100, SwapFree: 100 });
    harness.pass(100);
    assert.equal(swap.quality, 'measured');
    assert.equal(harness.sink.last('system.memory')['system.swap_percent'], 0);
  });

  it('reads whole disks only, by the time that really passed', () => {
    harness = Harness.linux(machine, ['disk']);
    harness.start();
    machine.disks({
      loop0: [512, 512],
      vda: [mebibyte, 2 * mebibyte],
      vda1: [512, 512],
      'dm-0': [512, 512],
      zram0: [512, 0],
    });
    harness.pass(100);
    assert.deepEqual(harness.sink.last('system.disk'), {
      'system.disk_read_bytes_per_second{vda}': 10 * mebibyte,
      'system.disk_write_bytes_per_second{vda}': 20 * mebibyte,
    });
  });

  it('follows disks that come and go without losing the others', () => {
    harness = Harness.linux(machine, ['disk']);
    harness.start();
    harness.pass(100);
    machine.disks({ sdb: [512, 512], vda: [mebibyte, 0] });
    harness.pass(100);
    assert.deepEqual(harness.sink.last('system.disk'), {
      'system.disk_read_bytes_per_second{sdb}': NaN,
      'system.disk_write_bytes_per_second{sdb}': NaN,
      'system.disk_read_bytes_per_second{vda}': 10 * mebibyte,
      'system.disk_write_bytes_per_second{vda}': 0,
    });
    machine.disks({ vda: [mebibyte, mebibyte] });
    harness.pass(100);
    assert.deepEqual(harness.sink.last('system.disk'), {
      'system.disk_read_bytes_per_second{vda}': 0,
      'system.disk_write_bytes_per_second{vda}': 10 * mebibyte,
    });
  });

  it('reads interfaces and loopback at their own rate, in the same wake-up as the system', () => {
    harness = Harness.linux(machine, ['memory', 'network']);
    harness.start();
    machine.interfaces({ lo: [5000, 5000], eth0: [1000, 2000], veth7: [9, 9] });
    harness.pass(1000);
    assert.deepEqual(harness.sink.last('system.network'), {
      'system.loopback_bytes_per_second': 5000,
      'system.network_rx_bytes_per_second{eth0}': 1000,
      'system.network_tx_bytes_per_second{eth0}': 2000,
      'system.network_rx_bytes_per_second{veth7}': NaN,
      'system.network_tx_bytes_per_second{veth7}': NaN,
    });
    const [network, ...more] = harness.sink.of('system.network');
    assert.deepEqual(more, []);
    assert.equal(network?.hz, 1);
    assert.ok(harness.sink.of('system.memory').some(({ timestamp }) => timestamp === network.timestamp));
  });

  it('says that there is no loopback interface where there is none', () => {
    machine.interfaces({ eth0: [0, 0] });
    harness = Harness.linux(machine, ['network']);
    harness.start();
    const loopback = harness.sink.series('system.loopback_bytes_per_second');
    assert.equal(loopback.quality, 'unavailable');
    machine.interfaces({ lo: [0, 0], eth0: [0, 0] });
    harness.pass(1000);
    assert.equal(loopback.quality, 'measured');
  });

  it('counts TCP connections of both versions every two seconds', async () => {
    const heading = '  sl  local_address rem_address   st tx_queue\n';
    machine.write('proc/net/tcp', `${heading}   0: 0100007F:24E5 00000000:0000 0A 0\n   1: 0:1 0:2 01 0\n`);
    harness = Harness.linux(machine, ['connections']);
    harness.start();
    await harness.until(() => harness.sink.of('system.connections').length === 1, 'The first reading');
    machine.write('proc/net/tcp6', `${heading}   0: 0:1 0:2 01 0\n   1: 0:1 0:2 06 0\n`);
    harness.pass(2000);
    await harness.until(() => harness.sink.of('system.connections').length === 2, 'The second reading');
    assert.deepEqual(harness.sink.last('system.connections'), {
      'system.connections{established}': 2,
      'system.connections{listen}': 1,
      'system.connections{time_wait}': 1,
      'system.connections{close_wait}': 0,
      'system.connections{other}': 0,
    });
  });

  it('changes rates and parts live and leaves the others alone', () => {
    harness = Harness.linux(machine, ['cpu', 'memory']);
    harness.start();
    harness.pass(1000);
    const seen = harness.changes.length;
    harness.collector.configure({ systemHz: 10, networkHz: 1, groups: new Set(['memory']) });
    harness.pass(1000);
    assert.equal(harness.sink.of('system.cpu').length, 10);
    assert.equal(harness.sink.of('system.memory').length, 20);
    assert.equal(harness.state('system.cpu').state, 'stopped');
    assert.ok(
      harness.changes.slice(seen).every(({ id }) => id !== 'system.memory'),
      'memory was not touched',
    );
    harness.collector.configure({ systemHz: 2, networkHz: 1, groups: new Set(['memory']) });
    harness.pass(1000);
    assert.equal(harness.sink.of('system.memory').length, 22);
    assert.equal(harness.sink.of('system.memory').at(-1)?.hz, 2);
  });

  it('stops, and starts again in the same groups', () => {
    harness = Harness.linux(machine, ['memory']);
    harness.start();
    harness.pass(100);
    harness.collector.stop();
    harness.pass(1000);
    assert.equal(harness.sink.frames.length, 1);
    assert.equal(harness.state('system.memory').state, 'stopped');
    harness.start();
    harness.pass(100);
    assert.equal(harness.sink.frames.length, 2);
  });
});
