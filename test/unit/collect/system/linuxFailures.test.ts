import assert from 'node:assert/strict';
import fs from 'node:fs';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { SystemMetricGroup } from '../../../../src/engine/collect/system/systemSettings';
import type { MetricId } from '../../../../src/protocol/catalogue';
import { FakeMachine } from './fakeMachine';
import { Harness } from './harness';

describe('system collector on a Linux that cannot be read', () => {
  let machine: FakeMachine;
  let harness: Harness;
  beforeEach(() => {
    machine = new FakeMachine();
  });
  afterEach(() => {
    mock.restoreAll();
    harness.dispose();
    machine.dispose();
    assert.deepEqual(harness.errors, []);
  });

  const parts: readonly [id: string, group: SystemMetricGroup, file: string, metric: MetricId | undefined][] = [
    ['system.cpu', 'cpu', 'proc/stat', 'system.cpu_percent'],
    ['system.load', 'cpu', 'proc/loadavg', 'system.load_1m'],
    ['system.memory', 'memory', 'proc/meminfo', 'system.memory_percent'],
    ['system.disk', 'disk', 'proc/diskstats', undefined],
    ['system.network', 'network', 'proc/net/dev', 'system.loopback_bytes_per_second'],
  ];
  const folder = (file: string): void => {
    machine.folder(file);
  };
  const somethingElse = (file: string): void => {
    machine.write(file, 'x\ny\n');
  };
  const badFiles: readonly [what: string, make: (file: string) => void, reason: RegExp][] = [
    ['missing', () => undefined, /cannot be read \(ENOENT\).*Check that it is mounted/],
    ['a folder', folder, /cannot be read \(EISDIR\)/],
    ['something else', somethingElse, /does not hold what was expected/],
  ];
  for (const [id, group, file, metric] of parts)
    for (const [what, make, reason] of badFiles)
      it(`says so when ${file} is ${what}, and what to do`, () => {
        make(file);
        harness = Harness.linux(machine, [group]);
        harness.start();
        harness.pass(1000);
        assert.deepEqual(harness.sink.of(id), [], 'no frame');
        assert.match(harness.reasonOf(id), reason);
        assert.match(harness.reasonOf(id), /are missing meanwhile; the monitor tries again every 10 s/);
        if (metric === undefined) return;
        assert.equal(harness.sink.series(metric).quality, 'unavailable');
        assert.equal(harness.sink.series(metric).reason, harness.reasonOf(id));
      });

  it('says so when permission is missing', () => {
    machine.write('proc/meminfo', 'MemTotal: 1 kB\n');
    // Root may read everything, so the refusal is made here.
    mock.method(fs, 'openSync', () => {
      throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
    });
    harness = Harness.linux(machine, ['memory']);
    harness.start();
    assert.match(harness.reasonOf('system.memory'), /\(EACCES\).*Give the user who runs the monitor permission/);
  });

  it('says so when disks cannot be told from partitions, and gets over it', () => {
    machine.disks({ vda: [0, 0], vda1: [0, 0] });
    harness = Harness.linux(machine, ['disk']);
    harness.start();
    assert.match(harness.reasonOf('system.disk'), /sys\/block cannot be read \(ENOENT\)/);
    machine.folder('sys/block/vda');
    harness.pass(10_000);
    machine.disks({ vda: [512, 1024], vda1: [0, 0] });
    harness.pass(100);
    assert.equal(harness.state('system.disk').state, 'running');
    assert.deepEqual(harness.sink.last('system.disk'), {
      'system.disk_read_bytes_per_second{vda}': 5120,
      'system.disk_write_bytes_per_second{vda}': 10240,
    });
  });

  it('tries again every 10 s and no more often, says it once, and goes on as if nothing had been', () => {
    const opened = mock.method(fs, 'openSync');
    harness = Harness.linux(machine, ['memory']);
    harness.start();
    harness.pass(60_000);
    assert.ok(opened.mock.callCount() >= 6 && opened.mock.callCount() <= 8, `${opened.mock.callCount()} attempts`);
    assert.deepEqual(
      harness.changes.map(({ state }) => state),
      ['starting', 'degraded'],
    );
    machine.memory({ MemTotal: 4, MemAvailable: 1, SwapTotal: 0, SwapFree: 0 });
    harness.pass(10_000);
    assert.equal(harness.state('system.memory').state, 'running');
    assert.equal(harness.sink.last('system.memory')['system.memory_percent'], 75);
    assert.equal(harness.sink.series('system.memory_percent').quality, 'measured');
    assert.equal(harness.sink.series('system.memory_percent').reason, undefined);
    assert.match(harness.sink.series('system.swap_percent').reason ?? '', /no swap space/);
  });

  it('keeps the other parts going when a file turns bad, and shows no value from before', () => {
    machine.memory({ MemTotal: 4, MemAvailable: 1, SwapTotal: 0, SwapFree: 0 });
    machine.stat([0, 0, 0, 0, 0, 0, 0, 0]);
    harness = Harness.linux(machine, ['cpu', 'memory']);
    harness.start();
    machine.stat([10, 0, 0, 10, 0, 0, 0, 0]);
    harness.pass(100);
    machine.write('proc/stat', 'cpu  broken\n');
    harness.pass(1000);
    assert.equal(harness.sink.of('system.cpu').length, 1);
    assert.equal(harness.sink.of('system.memory').length, 11);
    machine.stat([1000, 0, 0, 1000, 0, 0, 0, 0]);
    harness.pass(10_000);
    assert.equal(harness.state('system.cpu').state, 'running');
    assert.equal(harness.sink.of('system.cpu')[1]?.values['system.cpu_percent'], NaN, 'the gap is no share');
  });

  it('says so when sockets and mounts cannot be listed', async () => {
    machine.folder('proc/net/tcp');
    harness = Harness.linux(machine, ['connections', 'disk']);
    harness.start();
    await harness.until(() => harness.reasonOf('system.connections') !== '', 'The failure');
    await harness.until(() => harness.reasonOf('system.filesystems') !== '', 'The failure');
    assert.match(harness.reasonOf('system.connections'), /net\/tcp cannot be read \(EISDIR\)/);
    assert.match(harness.reasonOf('system.filesystems'), /self\/mounts cannot be read \(ENOENT\)/);
    machine.remove('proc/net/tcp');
    machine.write('proc/net/tcp', '  sl  local_address rem_address   st\n');
    await harness.passSlowly(10_000, 1000);
    await harness.until(() => harness.state('system.connections').state === 'running', 'The recovery');
    assert.equal(harness.sink.series('system.connections', { state: 'listen' }).quality, 'measured');
  });
});
