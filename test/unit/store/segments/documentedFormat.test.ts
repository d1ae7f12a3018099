import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { SegmentBuilder } from '../../../../src/engine/store/segments/segmentBuilder';
import { SegmentReader } from '../../../../src/engine/store/segments/segmentReader';
import type { SegmentKind } from '../../../../src/engine/store/segments/segmentName';
import type { SqliteValue } from '../../../../src/engine/store/segments/sqlite';
import { rollUp } from '../../../../src/engine/store/tiers/rollUp';
import { noon, someSamples, someSeries, testSqlite } from '../../../support/storeSamples';

/** Reads blobs as docs/store-format.md says, and knows nothing else of them. */
class DocumentedReader {
  private at = 0;
  private readonly bytes: Buffer;

  constructor(blob: Uint8Array) {
    const body = Buffer.from(blob.subarray(1));
    this.bytes = blob[0] === 1 ? inflateRawSync(body) : body;
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  u8(): number {
    return this.bytes[this.at++]!;
  }

  varint(): number {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.u8();
      value += (byte & 127) * weight;
      if (byte < 128) return value;
    }
  }

  column(rows: number): number[] {
    const head = this.u8();
    if ((head & 3) === 0) return new Array<number>(rows).fill(NaN);
    const hasValue: boolean[] = [];
    for (let isRun = true; head & 4 && hasValue.length < rows; isRun = !isRun)
      hasValue.push(...new Array<boolean>(this.varint()).fill(isRun));
    if (!(head & 4)) hasValue.push(...new Array<boolean>(rows).fill(true));
    const n = hasValue.filter(Boolean).length;
    const values = (head & 3) === 1 ? this.same(head, n) : head & 8 ? this.doubles(n) : this.integers(head >> 4, n);
    return hasValue.map((has) => (has ? values.shift()! : NaN));
  }

  private same(head: number, n: number): number[] {
    const value = head & 8 ? this.bytes.readDoubleLE(this.at) : distance(this.varint()) / 10 ** (head >> 4);
    if (head & 8) this.at += 8;
    return new Array<number>(n).fill(value);
  }

  private doubles(n: number): number[] {
    const one = Buffer.alloc(8);
    const start = this.at;
    this.at += 8 * n;
    return Array.from({ length: n }, (_, i) => {
      for (let plane = 0; plane < 8; plane++) one[plane]! ^= this.bytes[start + plane * n + i]!;
      return one.readDoubleBE(0);
    });
  }

  private integers(decimals: number, n: number): number[] {
    const shape = this.u8();
    const base = distance(this.varint());
    const factor = shape & 4 ? this.varint() : 1;
    const centre = shape & 8 ? distance(this.varint()) : 0;
    let before = -centre;
    return this.residuals(shape >> 4, n).map((residual) => {
      const way = shape & 3;
      const integer = centre + (way === 0 ? residual : distance(residual)) + (way === 2 ? before : 0);
      before = integer;
      return (base + factor * integer) / 10 ** decimals;
    });
  }

  private residuals(layout: number, n: number): number[] {
    if (layout === 0) return Array.from({ length: n }, () => this.varint());
    const start = this.at;
    this.at += (layout === 8 ? 1 : layout) * n;
    const bytes = Array.from({ length: n }, (_, i) => {
      if (layout === 8) return this.bytes[start + i]!;
      let value = 0;
      for (let plane = 0; plane < layout; plane++) value += this.bytes[start + plane * n + i]! * 256 ** plane;
      return value;
    });
    return layout === 8 ? bytes.map((byte) => (byte === 255 ? 255 + this.varint() : byte)) : bytes;
  }

  /** Rows of count, sum, min, max, first, last and distances from the mean. */
  buckets(rows: number, decimals: number): number[][] {
    const count = this.column(rows);
    const present = count.filter((n) => n > 0);
    const figures = this.u8() === 0 ? this.plain(present) : this.relative(present, decimals);
    return count.map((n) => (n > 0 ? figures.shift()! : [0, NaN, NaN, NaN, NaN, NaN, NaN]));
  }

  private plain(count: number[]): number[][] {
    const columns = Array.from({ length: 6 }, () => this.column(count.length));
    return count.map((n, i) => {
      const [sum, min, max, first, last, spread] = columns.map((column) => column[i]!);
      return [n, sum!, min!, max!, first!, last!, Math.exp(spread! * 0.004)];
    });
  }

  private relative(count: number[], decimals: number): number[][] {
    const [low, width] = [this.column(count.length), this.column(count.length)];
    const varying = width.filter((w) => w > 0).length;
    const [first, last, sum, spread] = Array.from({ length: 4 }, () => this.column(varying));
    const power = 10 ** decimals;
    return count.map((n, i) => {
      const [l, w] = [low[i]!, width[i]!];
      if (w === 0) return [n, (l * n) / power, ...new Array<number>(4).fill(l / power), 0];
      const total = Math.floor((n * (2 * l + w)) / 2) + sum!.shift()!;
      const m2 = Math.exp(spread!.shift()! * 0.004) * (w / power) ** 2;
      const ends = [l, l + w, l + first!.shift()!, l + last!.shift()!].map((v) => v / power);
      return [n, total / power, ...ends, m2];
    });
  }

  sketch(): number[] {
    const bins = this.varint();
    let bin = 0;
    const numbers = Array.from({ length: bins }, () => (bin += this.varint()));
    return numbers.flatMap((number) => [number, this.varint()]);
  }
}

function distance(residual: number): number {
  return residual % 2 === 0 ? residual / 2 : -(residual + 1) / 2;
}

const chunk = someSamples({ series: someSeries(10), hz: 10, from: noon, seconds: 700 });
/** What no decimals can tell is kept as doubles. */
const exact = { ...someSeries(1)[0]!, labels: { core: 'exact' } };
const wild = chunk.times.map((_, row) => (row % 3 === 0 ? NaN : Math.sin(row) * 1e17 + (row === 1 ? Infinity : 0)));
const samples = { ...chunk, columns: [...chunk.columns, { series: exact, values: wild }] };

describe('the documented format', () => {
  for (const [kind, tierMs] of [
    ['raw', 0],
    ['raw', 1000],
    ['coarse', 300_000],
  ] as const)
    it(`is enough to read what a segment of kind ${kind} holds of ${tierMs === 0 ? 'samples' : `buckets of ${tierMs} ms`}`, async () => {
      const sqlite = await testSqlite();
      const bytes = segment(kind, tierMs, new SegmentBuilder(sqlite, kind));
      const reader = SegmentReader.open(sqlite, Buffer.from(bytes), 'a.db');
      const range = { from: 0, to: Infinity, wanted: () => true };
      const expected: Record<string, unknown>[] = [];
      if (tierMs === 0)
        for (const { times, columns } of reader.samples(range))
          for (const { series, values } of columns)
            expected.push({ core: series.labels['core'], times: [[...times]], rows: [...values] });
      else
        for (const { starts, firstAt, lastAt, columns } of reader.buckets({ ...range, tierMs }))
          for (const { series, buckets: b } of columns) {
            const rows = Array.from(b.count, (n, i) => [
              n,
              b.sum[i],
              b.min[i],
              b.max[i],
              b.first[i],
              b.last[i],
              b.m2[i],
            ]);
            const sketches = b.sketches ? { sketches: b.sketches.map((s) => [...s]) } : {};
            expected.push({
              core: series.labels['core'],
              times: [[...starts], [...firstAt], [...lastAt]],
              rows,
              ...sketches,
            });
          }
      reader.close();
      const database = sqlite.open(Buffer.from(bytes));
      const rows = [
        ...database.rows(
          'SELECT labels, decimals, row_count, times, data, sketches FROM column_data d JOIN chunk c ON c.id = d.chunk JOIN series s ON s.id = d.series WHERE tier_ms = ? ORDER BY d.chunk, d.series',
          [tierMs],
        ),
      ];
      database.close();
      assert.ok(rows.length > 10);
      assert.deepEqual(
        rows.map((row) => documented(row, tierMs)),
        expected,
      );
    });
});

function segment(kind: SegmentKind, tierMs: number, builder: SegmentBuilder): Uint8Array {
  if (tierMs === 0) builder.addSamples(samples);
  else builder.addBuckets(rollUp(samples, tierMs));
  assert.ok(!builder.isEmpty, kind);
  return builder.finish().bytes;
}

function documented(row: readonly SqliteValue[], tierMs: number): Record<string, unknown> {
  const [labels, decimals, count, timesBlob, data, sketches] = row as [string, number, number, ...Uint8Array[]];
  const { core } = JSON.parse(labels) as { core: string };
  const timesReader = new DocumentedReader(timesBlob!);
  const times = Array.from({ length: tierMs === 0 ? 1 : 3 }, () => timesReader.column(count));
  const reader = new DocumentedReader(data!);
  const rows = tierMs === 0 ? reader.column(count) : reader.buckets(count, decimals);
  assert.ok(timesReader.isAtEnd && reader.isAtEnd);
  if (!sketches) return { core, times, rows };
  const sketchReader = new DocumentedReader(sketches);
  return { core, times, rows, sketches: Array.from({ length: count }, () => sketchReader.sketch()) };
}
