import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseIoregGpus } from '../../../../src/engine/collect/gpu/apple/ioregGpu';
import { parseMacmonLine } from '../../../../src/engine/collect/gpu/apple/macmonLine';
import { estimatedWatts } from '../../../../src/engine/collect/gpu/gpuPower';
import { emptyReading, type GpuReading } from '../../../../src/engine/collect/gpu/gpuReading';
import { parseDrmClient } from '../../../../src/engine/collect/gpu/linux/drmClients';
import { throttledOf } from '../../../../src/engine/collect/gpu/linux/gpuMetrics';
import { smiColumns } from '../../../../src/engine/collect/gpu/nvidia/smiFields';
import { parseSmiProcesses } from '../../../../src/engine/collect/gpu/nvidia/smiProcesses';
import { emptyRow, parseSmiRow, powerOf } from '../../../../src/engine/collect/gpu/nvidia/smiRow';
import { GpuCounters } from '../../../../src/engine/collect/gpu/windows/gpuCounters';
import { recorded } from '../../../golden/gpu/recorded';

const columns = smiColumns(recorded('nvidia-help-535.txt'));
assert.ok(columns);
const isMissingOr = (value: number, least: number, most: number): boolean =>
  Number.isNaN(value) || (value >= least && value <= most);
const isSound = (reading: GpuReading): boolean =>
  isMissingOr(reading.percent, 0, 100) &&
  isMissingOr(reading.memoryUsed, 0, 2 ** 50) &&
  isMissingOr(reading.memoryTotal, 0, 2 ** 50) &&
  isMissingOr(reading.celsius, -50, 250) &&
  isMissingOr(reading.throttled, 0, 1);

const cell = fc.oneof(
  fc.constantFrom('[N/A]', '[Not Supported]', '[Unknown Error]', 'Active', 'Not Active', 'NaN', '-1', '1e999', '', ' '),
  fc.double().map(String),
  fc.integer().map(String),
  fc.string({ maxLength: 20 }),
);

describe('whatever is read', () => {
  it('of nvidia-smi, figures are within bounds or missing', () => {
    const row = emptyRow();
    const reading = emptyReading();
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 20 }), (cells) => {
        const isRow = parseSmiRow(cells.join(', '), columns, row, reading);
        assert.ok(
          !isRow || (isSound(reading) && row.index >= 0 && isMissingOr(powerOf('power.draw', columns, row), 0, 20_000)),
        );
        assert.ok(row.name.length <= 80);
      }),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 14, maxLength: 14 }), (cells) => {
        // Commas of cells would move the others.
        const line = ['0', ...cells.map((one) => one.replaceAll(',', ''))].join(', ');
        assert.equal(parseSmiRow(line, columns, row, reading), true);
        assert.ok(isSound(reading));
      }),
    );
  });

  it('a row that is cut off anywhere before its name is none', () => {
    const [line = ''] = recorded('nvidia-535-laptop.csv').split('\n');
    for (let length = 0; length <= line.lastIndexOf(','); length++)
      assert.equal(
        parseSmiRow(line.slice(0, length), columns, emptyRow(), emptyReading()),
        false,
        line.slice(0, length),
      );
  });

  it('of other programs and files, nothing throws and nothing is beyond its bounds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        smiColumns(text);
        for (const { bytes } of parseSmiProcesses(text)) assert.ok(bytes >= 0);
        for (const { reading } of parseIoregGpus(`+-o ${text}`) ?? []) assert.ok(isSound(reading));
        parseMacmonLine(text);
        assert.ok((parseDrmClient(text)?.bytes ?? 0) >= 0);
      }),
    );
    fc.assert(fc.property(fc.json(), (json) => isMissingOr(parseMacmonLine(json)?.gpuWatts ?? NaN, 0, 20_000)));
  });

  it('a table of amdgpu of any bytes gives 1, 0 or nothing', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom([1, 3], [2, 2], [2, 4], [9, 9]),
        (bytes, version) => {
          const buffer = Buffer.alloc(4096);
          buffer.set(bytes);
          buffer[2] = version[0]!;
          buffer[3] = version[1]!;
          assert.ok(isMissingOr(throttledOf(buffer, bytes.length), 0, 1));
        },
      ),
    );
  });

  it('counters of Windows, however many processes, stay between 0 and 100', () => {
    const luid = 'luid_0x00000000_0x0000f814_phys_0';
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(300), fc.double({ min: -1, max: 200 })), { maxLength: 60 }), (engines) => {
        const counters = new GpuCounters(
          engines.map(([engine], pid) => ({
            object: 'GPU Engine',
            instance: `pid_${pid}_${luid}_eng_${engine}_engtype_3D`,
            counter: 'Utilization Percentage',
          })),
        );
        counters.fill(Float64Array.from(engines, ([, value]) => value));
        for (const { reading } of counters.adapters) assert.ok(isSound(reading));
      }),
    );
  });

  it('estimated power lies between a tenth of the rated one and all of it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), fc.integer({ min: 1, max: 5000 }), (percent, rated) => {
        const watts = estimatedWatts(rated, percent);
        assert.ok(watts >= rated * 0.0999 && watts <= rated * 1.0001);
      }),
    );
  });
});

describe('throttling of AMD', () => {
  const withBit = (bit: number): number => {
    const bytes = Buffer.alloc(120);
    bytes.writeUInt16LE(120, 0);
    bytes.set([1, 3], 2);
    bytes.writeBigUInt64LE(1n << BigInt(bit), 112);
    return throttledOf(bytes, bytes.length);
  };

  it('is limits of power and current and heat, and no other bit', () => {
    const counting = Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => withBit(bit) === 1);
    const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
    assert.deepEqual(counting, [...range(0, 7), ...range(16, 23), ...range(32, 47)]);
  });
});
