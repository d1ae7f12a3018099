import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseIoregDisks } from '../../../src/engine/collect/system/macos/ioregDisks';
import { parseMountList } from '../../../src/engine/collect/system/macos/mountList';
import { parseNetstatInterfaces } from '../../../src/engine/collect/system/macos/netstatInterfaces';
import { parsePsTable } from '../../../src/engine/collect/system/macos/psTable';
import { parseSwapUsage } from '../../../src/engine/collect/system/macos/swapUsage';
import { parseVmStat } from '../../../src/engine/collect/system/macos/vmStat';
import { parseNetstatConnections } from '../../../src/engine/collect/system/netstatConnections';
import { recorded } from './recorded';

const gibibyte = 1024 ** 3;
const cut = (text: string): string => text.slice(0, text.length / 2);

describe('macOS: vm_stat', () => {
  it('tells the memory in use', () => {
    assert.equal(parseVmStat(recorded('vm_stat-intel.txt')), (715958 + 0 + 464333 - 11820) * 4096);
    const pressed = parseVmStat(recorded('vm_stat-apple-silicon.txt')) ?? 0;
    assert.equal(pressed, (171481 + 1013366 + 466673 - 11278) * 16384);
    assert.ok(pressed > 24 * gibibyte && pressed < 32 * gibibyte, 'of the 32 GiB of that machine');
  });

  it('is refused when it is cut off, empty or something else', () => {
    for (const text of [cut(recorded('vm_stat-intel.txt')), '', 'vm_stat: not permitted'])
      assert.equal(parseVmStat(text), undefined);
  });
});

describe('macOS: sysctl vm.swapusage', () => {
  it('tells size and free space', () => {
    const mebibyte = 1024 ** 2;
    const { total, free } = parseSwapUsage(recorded('swapusage-busy.txt')) ?? { total: 0, free: 0 };
    assert.deepEqual([total, Math.round(free)], [10240 * mebibyte, Math.round(550.06 * mebibyte)]);
    assert.deepEqual(parseSwapUsage(recorded('swapusage-idle.txt')), { total: 0, free: 0 });
    assert.deepEqual(parseSwapUsage('vm.swapusage: total = 2,00G  used = 512,00M  free = 1,50G'), {
      total: 2 * gibibyte,
      free: 1.5 * gibibyte,
    });
  });

  it('is refused when it is cut off or something else', () => {
    for (const text of ['', 'unknown oid', cut(recorded('swapusage-busy.txt')), 'total = 1.00X  used = 0.00M  free = 1.00X'])
      assert.equal(parseSwapUsage(text), undefined);
  });
});

describe('macOS: netstat -ibn', () => {
  it('counts each interface once, also those without an address or that are down', () => {
    assert.deepEqual(parseNetstatInterfaces(recorded('netstat-ibn-lion.txt')), [
      { name: 'lo0', first: 368415571, second: 368415571 },
      { name: 'gif0', first: 0, second: 0 },
      { name: 'stf0', first: 0, second: 0 },
      { name: 'en0', first: 13309516362, second: 11363839527 },
    ]);
    assert.deepEqual(
      parseNetstatInterfaces(recorded('netstat-ibn-tahoe.txt'))?.map(({ name, first }) => [name, first]),
      [
        ['lo0', 3540480],
        ['gif0', 0],
        ['stf0', 0],
        ['anpi2', 0],
        ['en3', 0],
      ],
    );
  });

  it('is refused when it is something else', () => {
    assert.equal(parseNetstatInterfaces(''), undefined);
    assert.equal(parseNetstatInterfaces('netstat: sysctl: Operation not permitted'), undefined);
    assert.equal(parseNetstatInterfaces('Name Mtu Network Address Ipkts Ierrs Ibytes Opkts Oerrs Obytes Coll\nen0 1500 <Link#4> x\n'), undefined);
  });
});

describe('macOS: ioreg', () => {
  it('counts each disk by its name', () => {
    assert.deepEqual(parseIoregDisks(recorded('ioreg-disks-one.txt')), [
      { name: 'disk0', first: 368261685248, second: 222826323968 },
    ]);
    assert.deepEqual(parseIoregDisks(recorded('ioreg-disks-two.txt')), [
      { name: 'disk5', first: 3394316288, second: 4335616 },
      { name: 'disk0', first: 1594539950080, second: 2001819619328 },
    ]);
  });

  it('takes a machine without disks and drivers without a disk, and refuses something else', () => {
    assert.deepEqual(parseIoregDisks(''), []);
    assert.deepEqual(parseIoregDisks('+-o IOBlockStorageDriver  <class IOBlockStorageDriver>\n  | {\n  | }\n'), []);
    assert.equal(parseIoregDisks('ioreg: error'), undefined);
  });
});

describe('macOS: mount', () => {
  it('lists what Finder shows', () => {
    assert.deepEqual(parseMountList(recorded('mount-macos.txt')), [
      { path: '/', isRemote: false },
      { path: '/Volumes/CAMERA Z 8', isRemote: false },
      { path: '/Volumes/My (Old) Card', isRemote: false },
      { path: '/Volumes/photos', isRemote: true },
    ]);
    assert.deepEqual(parseMountList('mount: error'), []);
  });

  it('leaves out what nobody can write to, such as the image of an installer, but not the root', () => {
    const image = '/dev/disk6s1 on /Volumes/Some Installer (hfs, local, nodev, nosuid, read-only, noowners, quarantine)';
    const root = '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)';
    assert.deepEqual(parseMountList([root, image].join('\n')), [{ path: '/', isRemote: false }]);
  });
});

describe('macOS: netstat -an', () => {
  it('counts connections by state', () => {
    assert.deepEqual(parseNetstatConnections(recorded('netstat-tcp-macos.txt')), {
      established: 2,
      listen: 3,
      time_wait: 1,
      close_wait: 1,
      other: 2,
    });
  });
});

describe('macOS: ps', () => {
  it('tells the share of the machine, memory and the name of each process', () => {
    assert.deepEqual(parsePsTable(recorded('ps-macos.txt'), 10)?.slice(1, 5), [
      { id: 172, name: 'WindowServer', cpuPercent: 4.75, memory: 171392 * 1024 },
      { id: 101, name: 'Cursor', cpuPercent: 1.25, memory: 400000 * 1024 },
      { id: 102, name: 'Cursor Helper (Renderer)', cpuPercent: 0.73, memory: 200000 * 1024 },
      { id: 40635, name: 'OrbStack Helper', cpuPercent: 13.459999999999999, memory: 9776560 * 1024 },
    ]);
    assert.equal(parsePsTable('ps: illegal option', 10), undefined);
  });
});
