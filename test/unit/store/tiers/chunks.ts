import fc from 'fast-check';
import type { RawChunk } from '../../../../src/engine/store/chunk';
import type { StoredSeries } from '../../../../src/engine/store/storedSeries';

/** Half a minute before a new day begins, so that a few minutes of samples touch buckets of every tier. */
export const start = 1_795_305_600_000 - 30_000;

export function series(metric: string, decimals = 1, labels: Record<string, string> = {}): StoredSeries {
  return { metric, labels, unit: 'percent', decimals };
}

/** A chunk of one group from its times and, for each series, values; NaN where there is none. */
export function rawChunk(
  times: readonly number[],
  columns: readonly { readonly series: StoredSeries; readonly values: readonly number[] }[],
): RawChunk {
  return {
    session: '20261121T143000Z-00000001',
    group: 'cpu',
    hz: 10,
    times: Float64Array.from(times),
    columns: columns.map((column) => ({ series: column.series, values: Float64Array.from(column.values) })),
  };
}

/** Rows `from` to `to`, not included, of a chunk, of the series for which `keeps` holds. */
export function part(
  chunk: RawChunk,
  from: number,
  to: number,
  keeps: (metric: string) => boolean = () => true,
): RawChunk {
  return {
    ...chunk,
    times: chunk.times.slice(from, to),
    columns: chunk.columns
      .filter(({ series: { metric } }) => keeps(metric))
      .map((column) => ({ series: column.series, values: column.values.slice(from, to) })),
  };
}

const percent = fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10);
const bytes = fc.integer({ min: 0, max: 2 ** 20 }).map((pages) => pages * 4096);
const signed = fc.double({ min: -1000, max: 1000, noNaN: true });

function values(value: fc.Arbitrary<number>, rows: number): fc.Arbitrary<readonly number[]> {
  const mostlyThere = fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constant(NaN) });
  return fc.oneof(
    fc.array(mostlyThere, { minLength: rows, maxLength: rows }),
    value.map((same) => new Array<number>(rows).fill(same)),
    fc.constant(new Array<number>(rows).fill(NaN)),
  );
}

/** Samples of a few minutes, paces and gaps of every kind, with series that change, stand still or have no value. */
export const chunks: fc.Arbitrary<RawChunk> = fc
  .array(fc.oneof(fc.constantFrom(100, 100, 101, 1000), fc.nat(90_000)), { maxLength: 120 })
  .chain((steps) =>
    fc
      .tuple(values(percent, steps.length), values(bytes, steps.length), values(signed, steps.length))
      .map(([share, size, change]) => {
        let at = start;
        return rawChunk(
          steps.map((step) => (at += step)),
          [
            { series: series('share', 1), values: share },
            { series: series('size', 0), values: size },
            { series: series('change', 3), values: change },
          ],
        );
      }),
  );
