import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packageChannels, withoutMirrors } from '../../../src/engine/collect/power/windows/energyMeter';
import type { CounterRow } from '../../../src/engine/collect/system/windows/typeperf';
import { parseTypeperfHeading, parseTypeperfRow } from '../../../src/engine/collect/system/windows/typeperfRow';
import { recorded } from './recorded';

/** The last row that was printed. */
function read(name: string): CounterRow {
  const lines = recorded(name).trim().split('\r\n');
  const columns = parseTypeperfHeading(lines[0] ?? '') ?? [];
  return { columns, values: parseTypeperfRow(lines.at(-1) ?? '', columns.length) ?? new Float64Array(0) };
}

const watts = (row: CounterRow): number[] =>
  withoutMirrors(packageChannels(row.columns), row).map(({ power }) => row.values[power]! / 1000);

describe('Windows: energy meters', () => {
  it('counts the package, and neither its parts nor the sum of everything', () => {
    assert.deepEqual(watts(read('typeperf-energy-meter.txt')), [154.0213]);
  });

  it('counts dies that show one counter once', () => {
    assert.deepEqual(watts(read('typeperf-energy-meter-dies.txt')), [68.1205]);
  });

  it('counts two sockets with a counter each', () => {
    const row = read('typeperf-energy-meter-dies.txt');
    row.values[5] = 41_000_000_000_000;
    assert.deepEqual(watts(row), [68.1205, 68.4097]);
  });

  it('counts nothing where no package is metered', () => {
    const { columns, values } = read('typeperf-energy-meter.txt');
    const cores = { columns: columns.map((column) => ({ ...column, instance: 'RAPL_Package0_Core0_CORE' })), values };
    assert.deepEqual(watts(cores), []);
    assert.deepEqual(watts({ columns: [], values: new Float64Array(0) }), []);
  });
});
