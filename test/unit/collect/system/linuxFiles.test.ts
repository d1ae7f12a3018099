import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CounterTable } from '../../../../src/engine/collect/system/linux/counterTable';
import { Diskstats } from '../../../../src/engine/collect/system/linux/diskstats';
import { Meminfo } from '../../../../src/engine/collect/system/linux/meminfo';
import { NetDev } from '../../../../src/engine/collect/system/linux/netDev';
import { TcpTable } from '../../../../src/engine/collect/system/linux/tcpTable';
import { noConnections, type ConnectionCounts } from '../../../../src/engine/collect/system/connectionsFrame';

describe('/proc/meminfo', () => {
  const parse = (text: string): Meminfo => {
    const meminfo = new Meminfo();
    meminfo.parse(Buffer.from(text), text.length);
    return meminfo;
  };

  it('reads memory and swap in bytes', () => {
    const { total, available, swapTotal, swapFree } = parse(
      'MemTotal:       24684096 kB\nMemFree:        23310912 kB\nMemAvailable:   24267808 kB\nSwapCached:            0 kB\nSwapTotal:       2048 kB\nSwapFree:        1024 kB\n',
    );
    assert.deepEqual(
      [total, available, swapTotal, swapFree],
      [24684096, 24267808, 2048, 1024].map((k) => k * 1024),
    );
  });

  it('leaves open what is not there, malformed or cut off', () => {
    assert.equal(parse('').total, NaN);
    assert.equal(parse('MemTotal: lots kB\n').total, NaN);
    assert.equal(parse('MemTotal:  246840').total, NaN);
    const { total, available } = parse('MemTotal:  1024 kB\nMemFree:  10 kB\n');
    assert.deepEqual([total, available], [1024 * 1024, NaN]);
  });
});

describe('/proc/diskstats', () => {
  const parse = (
    text: string,
    table = new CounterTable(),
  ): { isSound: boolean; isChanged: boolean; table: CounterTable } => {
    table.begin();
    const isSound = new Diskstats().parse(Buffer.from(text), text.length, table);
    return { isSound, isChanged: table.end(), table };
  };
  const vda =
    ' 254       0 vda 64499 16442 4243730 37967 30624 85341 8995456 26663 0 10092 65805 15672 44 1086336 1052 3256 121\n';
  const old = '   8       1 sda1 1 2 3 4 5 6 7 8 9 10 11\n';

  it('counts sectors of 512 bytes', () => {
    const { isSound, table } = parse(vda + old);
    assert.ok(isSound);
    assert.deepEqual(table.names, ['vda', 'sda1']);
    assert.deepEqual(
      [...table.counters.subarray(0, 4)],
      [4243730, 8995456, 3, 7].map((sectors) => sectors * 512),
    );
  });

  it('says when names change, and only then', () => {
    const { table, isChanged } = parse(vda);
    assert.ok(isChanged);
    assert.equal(parse(vda, table).isChanged, false);
    assert.equal(parse(old + vda, table).isChanged, true);
    assert.deepEqual(table.names, ['sda1', 'vda']);
    assert.equal(parse(vda, table).isChanged, true);
    assert.deepEqual(table.names, ['vda']);
    assert.equal(parse('', table).isChanged, true);
    assert.deepEqual(table.names, []);
  });

  it('reads thousands of devices', () => {
    const text = Array.from({ length: 3000 }, (_, i) => `   8 ${i} sd${i} 1 1 ${i} 1 1 1 ${2 * i} 1 0 0 0\n`).join('');
    const { isSound, table } = parse(text);
    assert.ok(isSound);
    assert.equal(table.names.length, 3000);
    assert.deepEqual([...table.counters.subarray(5998, 6000)], [2999 * 512, 2 * 2999 * 512]);
  });

  it('refuses lines that are malformed or cut off', () => {
    for (const text of [
      'no numbers here\n',
      ' 254 0 vda\n',
      ' 254 0 vda 1 2 3 4 5 6',
      vda.slice(0, -1),
      ' 254 0 vda 1 2 -3 4 5 6 7 8\n',
    ])
      assert.equal(parse(text).isSound, false, text);
  });
});

describe('/proc/net/dev', () => {
  const heading = 'Inter-|   Receive                |  Transmit\n face |bytes    packets|bytes    packets\n';
  const parse = (text: string): { isSound: boolean; table: CounterTable } => {
    const table = new CounterTable();
    table.begin();
    const isSound = new NetDev().parse(Buffer.from(text), text.length, table);
    table.end();
    return { isSound, table };
  };

  it('reads bytes received and sent, also where no space follows the name', () => {
    const { isSound, table } = parse(
      `${heading}    lo:    3193      29    0    0    0     0          0         0     3193      29    0    0    0     0       0          0\nwlp0s20f3:12 1 0 0 0 0 0 0 34 1 0 0 0 0 0 0\n`,
    );
    assert.ok(isSound);
    assert.deepEqual(table.names, ['lo', 'wlp0s20f3']);
    assert.deepEqual([...table.counters.subarray(0, 4)], [3193, 3193, 12, 34]);
  });

  it('takes a machine without interfaces', () => {
    assert.ok(parse(heading).isSound);
  });

  it('refuses lines that are malformed or cut off', () => {
    for (const text of [
      '',
      'nonsense\n',
      `${heading}lo 1 2 3\n`,
      `${heading}lo: 1 2 3\n`,
      `${heading}lo: 1 2 3 4 5 6 7 8 9`,
    ])
      assert.equal(parse(text).isSound, false, text);
  });
});

describe('/proc/net/tcp', () => {
  const heading = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const line = (state: string): string =>
    `   0: 0100007F:24E5 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 1491 1 0000000009aae272 100 0 0 10 0\n`;
  const parse = (text: string, pieces = text.length): { isSound: boolean; counts: ConnectionCounts } => {
    const counts = noConnections();
    const table = new TcpTable(counts);
    let isSound = true;
    for (let at = 0; at < text.length && isSound; at += pieces) {
      const piece = Buffer.from(text.slice(at, at + pieces));
      isSound = table.take(piece, piece.length);
    }
    return { isSound: isSound && table.isWhole, counts };
  };

  it('counts states', () => {
    const text = heading + ['0A', '01', '01', '06', '08', '04', '0c'].map(line).join('');
    const { isSound, counts } = parse(text);
    assert.ok(isSound);
    assert.deepEqual(counts, { established: 2, listen: 1, time_wait: 1, close_wait: 1, other: 2 });
  });

  it('counts the same however the file is cut into pieces', () => {
    const text = heading + ['0A', '01', '06', '08', '02'].map(line).join('');
    for (const pieces of [1, 2, 7, 150, 151]) assert.deepEqual(parse(text, pieces), parse(text));
  });

  it('takes a table without sockets', () => {
    assert.ok(parse(heading).isSound);
  });

  it('refuses what is no table, or is cut off', () => {
    for (const text of [
      '',
      'x',
      `${heading}not a line\n`,
      `${heading}0: 1 2\n`,
      heading + line('01').slice(0, 50),
      heading + line('zz'),
    ])
      assert.equal(parse(text).isSound, false, text);
  });
});
