import path from 'node:path';
import type { RawChunk } from '../../src/engine/store/chunk';
import { loadSqlite, type Sqlite } from '../../src/engine/store/segments/sqlite';
import type { StoredSeries } from '../../src/engine/store/storedSeries';
import { Random } from './random';

/** SQLite as it is installed, so that tests need no build. */
export function testSqlite(): Promise<Sqlite> {
  return loadSqlite(path.join(process.cwd(), 'node_modules', 'sql.js', 'dist', 'sql-wasm.wasm'));
}

/** A time on the border of a 5 min stretch. */
export const noon = Date.UTC(2026, 10, 21, 12);

export const testSession = '20261121T120000Z-00000001';

/** Series of the kinds that a machine has: percentages, bytes, steps, constants, full doubles, gaps. */
export function someSeries(count: number): StoredSeries[] {
  const shapes = [
    { metric: 'system.cpu_core_percent', unit: 'percent', decimals: 1 },
    { metric: 'system.memory_used_bytes', unit: 'bytes', decimals: 0 },
    { metric: 'model.tokens_per_second', unit: 'tokens_per_second', decimals: 2 },
    { metric: 'system.gpu_temperature_celsius', unit: 'celsius', decimals: 0 },
    { metric: 'system.power_watts', unit: 'watts', decimals: 2 },
  ] as const;
  return Array.from({ length: count }, (_, i) => ({ ...shapes[i % shapes.length]!, labels: { core: String(i) } }));
}

export interface SomeSamples {
  readonly series: readonly StoredSeries[];
  readonly hz: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly seconds: number;
  readonly group?: string;
  readonly session?: string;
}

/** Samples as a machine gives them, the same on each call. */
export function someSamples({
  series,
  hz,
  from,
  seconds,
  group = 'system',
  session = testSession,
}: SomeSamples): RawChunk {
  const random = new Random(hz * 31 + series.length);
  const rows = Math.round(hz * seconds);
  const times = Float64Array.from(
    { length: rows },
    (_, row) => from + Math.floor((row * 1000) / hz + random.integer(0, 1)),
  );
  const columns = series.map((one, index) => ({ series: one, values: someValues(one, index, rows, random) }));
  return { session, group, hz, times: times.sort(), columns };
}

function someValues({ metric, decimals }: StoredSeries, index: number, rows: number, random: Random): Float64Array {
  const power = 10 ** decimals;
  let level = 40 + (index % 7);
  return Float64Array.from({ length: rows }, (_, row) => {
    if (metric.includes('celsius')) return 61;
    if (metric.includes('bytes')) {
      if (random.chance(0.2)) level += random.integer(-32, 31);
      return 4096 * (1_000_000 + level);
    }
    // Nothing is generated half of the time.
    if (metric.includes('tokens') && Math.floor(row / 400) % 2 === 1) return NaN;
    level = Math.max(0, Math.min(100, level + random.integer(-30, 30) / 10));
    return Math.round(level * power) / power;
  });
}
