import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Group } from '../../../src/engine/metrics/group';
import { HotRing } from '../../../src/engine/metrics/hotRing';
import { SeriesRegistry } from '../../../src/engine/metrics/seriesRegistry';

const start = 1_700_000_000_000;

function system() {
  const registry = new SeriesRegistry();
  const cpu = registry.open('system.cpu_percent');
  const memory = registry.open('system.memory_percent');
  const group = new Group(0, 'system', 10);
  group.setLayout([cpu, memory]);
  return { registry, cpu, memory, group };
}

function read(ring: HotRing, group: Group, column: number, from: number, to: number): [number, number][] {
  const rows: [number, number][] = [];
  ring.slices(group, from, to, (block, first, end) => {
    for (let row = first; row < end; row++) rows.push([block.timestamp(row), block.value(column, row)]);
  });
  return rows;
}

describe('hot ring', () => {
  it('gives back what was appended, in order, between two times, both included', () => {
    const { group } = system();
    const ring = new HotRing(1 << 20);
    for (let i = 0; i < 1000; i++) {
      group.values[0] = i;
      group.values[1] = -i;
      ring.append(group, start + i * 100);
    }
    const rows = read(ring, group, 1, start + 50_000, start + 50_400);
    assert.deepEqual(
      rows,
      [500, 501, 502, 503, 504].map((i) => [start + i * 100, -i]),
    );
  });

  it('never holds more bytes than allowed, and forgets the oldest first', () => {
    const { group } = system();
    const limit = 40_000;
    const ring = new HotRing(limit);
    for (let i = 0; i < 20_000; i++) {
      group.values[0] = i;
      ring.append(group, start + i);
      assert.ok(ring.bytes <= limit);
    }
    const rows = read(ring, group, 0, 0, Infinity);
    assert.equal(rows.at(-1)?.[1], 19_999);
    assert.ok(rows.length > 1000);
    rows.forEach(([, value], i) => {
      assert.equal(value, 20_000 - rows.length + i);
    });
    assert.equal(ring.hasForgotten(group, start), true);
    assert.equal(ring.hasForgotten(group, start + 19_999), false);
  });

  it('forgets what is older than an hour even when there is room', () => {
    const { group } = system();
    const ring = new HotRing(1 << 26);
    for (let second = 0; second < 2 * 3600; second++) ring.append(group, start + second * 1000);
    const twoBlocksMs = 2 * 256 * 1000;
    assert.ok(ring.since()! >= start + 3_600_000 - twoBlocksMs);
  });

  it('keeps old rows readable when the layout changes', () => {
    const { registry, group, memory } = system();
    const ring = new HotRing(1 << 20);
    group.values.set([1, 2]);
    ring.append(group, start);
    group.setLayout([memory, registry.open('system.swap_percent')]);
    group.values.set([3, 4]);
    ring.append(group, start + 100);
    const seen: number[] = [];
    ring.slices(group, 0, Infinity, (block, first, end) => {
      const column = block.layout.indexOf(memory);
      for (let row = first; row < end; row++) seen.push(block.value(column, row));
    });
    assert.deepEqual(seen, [2, 3]);
  });

  it('finds the newest value that there was, not the newest row', () => {
    const { group, cpu } = system();
    const ring = new HotRing(1 << 20);
    group.values.set([7, 1]);
    ring.append(group, start);
    group.values.set([NaN, 1]);
    ring.append(group, start + 100);
    const found: number[][] = [];
    ring.newest(cpu, start, (timestamp, value) => found.push([timestamp, value]));
    assert.deepEqual(found, [[start, 7]]);
    ring.newest(cpu, start + 1, (timestamp, value) => found.push([timestamp, value]));
    assert.equal(found.length, 1);
  });

  it('tells which series nobody holds any more', () => {
    const { registry, group, cpu } = system();
    const ring = new HotRing(10_000);
    ring.append(group, start);
    const swap = registry.open('system.swap_percent');
    group.setLayout([swap]);
    for (let i = 1; i < 5000; i++) ring.append(group, start + i);
    assert.ok(ring.seriesLeftBehind().has(cpu.id));
    assert.ok(!ring.seriesLeftBehind().has(swap.id));
  });
});
