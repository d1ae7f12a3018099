import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseNetstatConnections } from '../../../src/engine/collect/system/netstatConnections';
import { parseTypeperfHeading, parseTypeperfRow } from '../../../src/engine/collect/system/windows/typeperfRow';
import { recorded } from './recorded';

/** The heading and the rows of values among what was printed. */
function read(name: string): { heading: ReturnType<typeof parseTypeperfHeading>; rows: number[][] } {
  const lines = recorded(name).split(/\r?\n/);
  const heading = lines.map(parseTypeperfHeading).find((columns) => columns !== undefined);
  const rows = lines.flatMap((line) => {
    const values = heading && !parseTypeperfHeading(line) ? parseTypeperfRow(line, heading.length) : undefined;
    return values ? [[...values]] : [];
  });
  return { heading, rows };
}

describe('Windows: typeperf', () => {
  it('names disks, and has no rates in its first row', () => {
    const { heading, rows } = read('typeperf-disks.txt');
    assert.deepEqual(
      heading?.map(({ object, instance }) => `${object}/${instance}`),
      ['PhysicalDisk/1 D:', 'PhysicalDisk/0 C:', 'PhysicalDisk/_Total', 'PhysicalDisk/1 D:', 'PhysicalDisk/0 C:', 'PhysicalDisk/_Total'],
    );
    assert.deepEqual(rows, [
      [NaN, NaN, NaN, NaN, NaN, NaN],
      [0, 4051.337718, 4051.337718, 0, 93180.767517, 93180.767517],
    ]);
  });

  it('names interfaces', () => {
    const { heading, rows } = read('typeperf-network.txt');
    assert.deepEqual(heading?.[1], {
      object: 'Network Interface',
      instance: 'Intel[R] Wi-Fi 6E AX211 160MHz',
      counter: 'Bytes Received/sec',
    });
    assert.deepEqual(rows, [[0, 26142.883264, 0, 642.033235]]);
  });

  it('tells the use of the page file, and ends with words that are no row', () => {
    const { heading, rows } = read('typeperf-swap.txt');
    assert.deepEqual(heading?.[0], { object: 'Paging File', instance: '_Total', counter: '% Usage' });
    assert.deepEqual(rows, [[0, 20261367808]]);
  });

  it('is refused when it is something else or cut off', () => {
    for (const text of ['', 'Error: No valid counters.', '"a","b"']) assert.equal(parseTypeperfHeading(text), undefined);
    for (const text of ['', '"09/25/2026 21:59:02.946","0.0"', 'Exiting, please wait...']) assert.equal(parseTypeperfRow(text, 2), undefined);
    assert.deepEqual([...(parseTypeperfRow('"t","-1","1e9"', 2) ?? [])], [NaN, NaN]);
  });
});

describe('Windows: netstat -an', () => {
  it('counts TCP connections of both versions by state', () => {
    const counts = { established: 2, listen: 3, time_wait: 1, close_wait: 1, other: 1 };
    assert.deepEqual(parseNetstatConnections(recorded('netstat-windows.txt')), counts);
  });

  it('counts where only the words around are translated', () => {
    assert.equal(parseNetstatConnections(recorded('netstat-windows-chinese.txt'))?.time_wait, 2);
  });

  it('is refused where the states are translated, since every count would be wrong', () => {
    assert.equal(parseNetstatConnections(recorded('netstat-windows-german.txt')), undefined);
  });

  it('takes a machine without connections', () => {
    assert.deepEqual(parseNetstatConnections('\r\nActive Connections\r\n'), { established: 0, listen: 0, time_wait: 0, close_wait: 0, other: 0 });
  });
});
