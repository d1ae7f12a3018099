import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import os from 'node:os';
import { afterEach, describe, it } from 'node:test';
import { macosParts } from '../../../src/engine/collect/system/macos/macosParts';
import type { RunProgram } from '../../../src/engine/collect/system/program';
import { platformOf } from '../../../src/engine/collect/system/platform';
import { Unreadable } from '../../../src/engine/collect/system/unreadable';
import { Typeperf } from '../../../src/engine/collect/system/windows/typeperf';
import { windowsParts } from '../../../src/engine/collect/system/windows/windowsParts';
import { FakeClock } from '../../support/fakeClock';
import { Harness } from '../../unit/collect/system/harness';
import { recorded } from './recorded';

let harness: Harness;
afterEach(() => {
  harness.dispose();
  assert.deepEqual(harness.errors, []);
});

describe('macOS, as its programs tell it', () => {
  const started = (outputs: Record<string, string>, groups: Parameters<typeof Harness.linux>[1]): string[] => {
    const ran: string[] = [];
    const run: RunProgram = ({ file, args }) => {
      const command = [file, ...args].join(' ');
      ran.push(command);
      const output = Object.entries(outputs).find(([start]) => command.startsWith(start))?.[1];
      return output === undefined
        ? Promise.reject(new Unreadable(`${file} failed (1).`, 'Run it in a terminal.'))
        : Promise.resolve(output);
    };
    harness = new Harness({ parts: macosParts(run), absent: [] }, groups);
    harness.start();
    return ran;
  };

  it('has speeds of interfaces every 10 s, the true rate', async () => {
    const outputs = { '/usr/sbin/netstat -ibn': recorded('netstat-ibn-lion.txt') };
    const ran = started(outputs, ['network']);
    await harness.settle();
    outputs['/usr/sbin/netstat -ibn'] = recorded('netstat-ibn-lion.txt')
      .replaceAll('13309516362', '13309616362')
      .replaceAll('368415571', '368415581');
    await harness.passSlowly(10_000, 1000);
    const values = harness.sink.last('system.network');
    assert.equal(values['system.network_rx_bytes_per_second{en0}'], 10_000);
    assert.equal(values['system.network_tx_bytes_per_second{en0}'], 0);
    assert.equal(values['system.loopback_bytes_per_second'], 1);
    assert.equal(harness.sink.of('system.network').at(-1)?.hz, 0.1);
    assert.equal(ran.length, 2);
  });

  it('has speeds of disks, and connections', async () => {
    started(
      {
        '/usr/sbin/ioreg': recorded('ioreg-disks-two.txt'),
        '/sbin/mount': '/dev/disk1 on / (apfs, local)\n',
        '/usr/sbin/netstat -an': recorded('netstat-tcp-macos.txt'),
      },
      ['disk', 'connections'],
    );
    await harness.passSlowly(10_000, 1000);
    assert.deepEqual(harness.sink.last('system.disk'), {
      'system.disk_read_bytes_per_second{disk5}': 0,
      'system.disk_write_bytes_per_second{disk5}': 0,
      'system.disk_read_bytes_per_second{disk0}': 0,
      'system.disk_write_bytes_per_second{disk0}': 0,
    });
    assert.equal(harness.sink.last('system.connections')['system.connections{listen}'], 3);
    await harness.until(() => harness.sink.of('system.filesystems').length > 0, 'The answer of the file system');
    assert.ok(harness.sink.last('system.filesystems')['system.filesystem_percent{/}']! > 0);
  });

  it('has memory, and no share of swap files that are not there', async () => {
    const vmStat = 'Mach Virtual Memory Statistics: (page size of 4096 bytes)\n' +
      ['Pages purgeable', 'Pages occupied by compressor'].map((name) => `${name}: 0.\n`).join('') +
      'Pages wired down: 1000.\nAnonymous pages: 3000.\n';
    started({ '/usr/bin/vm_stat': vmStat, '/usr/sbin/sysctl': recorded('swapusage-idle.txt') }, ['memory']);
    await harness.settle();
    const values = harness.sink.last('system.memory');
    assert.equal(values['system.memory_used_bytes'], 4000 * 4096);
    assert.ok(Math.abs(values['system.memory_percent']! - (100 * 4000 * 4096) / os.totalmem()) < 1e-9);
    assert.match(harness.sink.series('system.swap_percent').reason ?? '', /no swap file now/);
  });

  it('says that the CPU of processes is an estimate', async () => {
    started({ '/bin/ps': recorded('ps-macos.txt') }, ['processes']);
    harness.collector.setDemanded(true);
    await harness.settle();
    const series = harness.sink.series('system.process_cpu_percent', { process: 'WindowServer (172)' });
    assert.equal(series.quality, 'estimated');
    assert.equal(harness.sink.last('system.processes')['system.process_memory_bytes{WindowServer (172)}'], 171392 * 1024);
  });

  it('says which program failed, and gets over it', async () => {
    const outputs: Record<string, string> = {};
    started(outputs, ['connections']);
    await harness.settle();
    assert.match(harness.reasonOf('system.connections'), /netstat failed \(1\)\. Connection figures are missing/);
    assert.equal(harness.sink.series('system.connections', { state: 'listen' }).quality, 'unavailable');
    outputs['/usr/sbin/netstat -an'] = recorded('netstat-tcp-macos.txt');
    await harness.passSlowly(20_000, 1000);
    assert.equal(harness.state('system.connections').state, 'running');
    assert.equal(harness.sink.series('system.connections', { state: 'listen' }).quality, 'measured');
  });
});

describe('Windows, as its programs tell it', () => {
  it('has disks and interfaces from one typeperf, and counts translated connections as unavailable', async () => {
    const output = recorded('typeperf-disks.txt');
    let starts = 0;
    const typeperf = new Typeperf(new FakeClock(), () => {
      starts++;
      const script = `process.stdout.write(${JSON.stringify(output)}); setInterval(() => undefined, 1000)`;
      return spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    });
    const run: RunProgram = () => Promise.resolve(recorded('netstat-windows-german.txt'));
    harness = new Harness({ parts: windowsParts(run, typeperf), absent: [] }, ['disk', 'network', 'memory', 'connections']);
    harness.start();
    await harness.until(() => {
      harness.pass(1000);
      return harness.sink.of('system.disk').length > 0;
    }, 'A row');
    assert.deepEqual(harness.sink.of('system.disk')[0]?.values, {
      'system.disk_read_bytes_per_second{1 D:}': 0,
      'system.disk_read_bytes_per_second{0 C:}': 4051.337718,
      'system.disk_write_bytes_per_second{1 D:}': 0,
      'system.disk_write_bytes_per_second{0 C:}': 93180.767517,
    });
    harness.pass(1000);
    assert.equal(harness.sink.last('system.disk')['system.disk_read_bytes_per_second{0 C:}'], NaN, 'a row is shown once');
    assert.equal(starts, 1);
    assert.match(harness.sink.series('system.swap_percent').reason ?? '', /no page file/);
    assert.ok(harness.sink.last('system.memory')['system.memory_percent']! > 0);
    assert.match(harness.reasonOf('system.connections'), /another language than English/);
  });

  it('says what it cannot tell', () => {
    const { absent } = platformOf('win32', new FakeClock());
    harness = new Harness({ parts: [], absent }, ['cpu', 'network', 'processes']);
    harness.start();
    assert.match(harness.sink.series('system.loopback_bytes_per_second').reason ?? '', /does not count/);
    assert.equal(harness.sink.series('system.process_cpu_percent').quality, 'unavailable');
    assert.equal(harness.sink.series('system.load_1m').quality, 'unavailable');
  });
});

describe('CPU as Node tells it', () => {
  it('is read like on Linux', () => {
    harness = new Harness(
      { parts: macosParts(() => Promise.resolve('')).filter(({ id }) => id === 'system.cpu'), absent: [] },
      ['cpu'],
    );
    harness.start();
    const end = process.hrtime.bigint() + 300_000_000n;
    while (process.hrtime.bigint() < end);
    harness.pass(100);
    const percent = harness.sink.last('system.cpu')['system.cpu_percent']!;
    assert.ok(percent > 0 && percent <= 100, `${percent}`);
  });
});
