import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { catalogue, type MetricId } from '../../src/protocol/catalogue';
import type { Labels } from '../../src/protocol/metric';
import type { RawChunk } from '../../src/engine/store/chunk';
import { metricKinds } from './metricKinds';

interface RecordedGroup {
  readonly times: readonly number[];
  readonly series: readonly { metric: MetricId; labels: Labels; values: readonly (number | null)[] }[];
}

const chunkMs = 300_000;
const key = { session: '20261121T140000Z-00000001', group: 'bench', hz: 10 };

/**
 * Samples of a machine with two cores on which programs were being built, as `/api/metrics/historical` gave them twice
 * for the five minutes before, without a step: each sample for itself. Cut at multiples of five minutes.
 */
export function recordedChunks(): readonly RawChunk[] {
  const file = path.join(process.cwd(), 'test', 'bench', 'recorded', 'twoCores.json.gz');
  const groups = JSON.parse(gunzipSync(readFileSync(file)).toString()) as readonly RecordedGroup[];
  return groups.flatMap(({ times, series }, number) =>
    cut({
      ...key,
      group: `recorded ${number}`,
      times: Float64Array.from(times),
      columns: series.map(({ metric, labels, values }) => {
        const { unit, decimals } = catalogue[metric];
        return { series: { metric, labels, unit, decimals }, values: Float64Array.from(values, (v) => v ?? NaN) };
      }),
    }),
  );
}

/** Made-up samples of each kind for 15 minutes at 10 Hz, with a clock that is off by a millisecond now and then. */
export function madeUpChunks(): readonly RawChunk[] {
  const rows = 9000;
  const start = 1_795_270_200_000;
  return cut({
    ...key,
    times: Float64Array.from({ length: rows }, (_, row) => start + 100 * row + (row % 7 === 3 ? 1 : 0)),
    columns: metricKinds().map(({ name, unit, decimals, next }) => ({
      series: { metric: name, labels: {}, unit, decimals },
      values: Float64Array.from({ length: rows }, (_, row) => next(row)),
    })),
  });
}

function cut(chunk: RawChunk): RawChunk[] {
  const chunks: RawChunk[] = [];
  for (let from = 0; from < chunk.times.length;) {
    const end = (Math.floor(chunk.times[from]! / chunkMs) + 1) * chunkMs;
    const next = chunk.times.findIndex((time) => time >= end);
    const to = next < 0 ? chunk.times.length : next;
    chunks.push({
      ...chunk,
      times: chunk.times.slice(from, to),
      columns: chunk.columns.map(({ series, values }) => ({ series, values: values.slice(from, to) })),
    });
    from = to;
  }
  return chunks;
}
