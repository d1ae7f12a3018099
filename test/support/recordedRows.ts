import assert from 'node:assert/strict';
import { wirthforge } from './storeCli';

/** Who reads why a test failed needs no more of them. */
const most = 10;

/** By series, the values of its samples by their time, ms since 1970. */
export type RecordedRows = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** The series of an answer about the past, as HTTP and the command line give it. */
export interface AnsweredPast {
  readonly series: readonly {
    readonly metric: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly points: readonly (readonly [number, number | null])[];
  }[];
}

/** What is on disk of a stretch of time, as the command line reads it beside whoever records. */
export async function recordedRows(dataDir: string, metric: string, from: number, to: number): Promise<RecordedRows> {
  const words = ['query', metric, '--from', String(from), '--to', String(to), '--data-dir', dataDir];
  const { code, out, err } = await wirthforge(words);
  assert.equal(code, 0, err);
  return rowsOf(JSON.parse(out) as AnsweredPast);
}

/** Where there is no value there was no sample: that marks a gap. @throws AssertionError where a sample is told twice. */
export function rowsOf({ series }: AnsweredPast): RecordedRows {
  const rows = new Map<string, Map<number, number>>();
  for (const { metric, labels, points } of series) {
    const name = `${metric} ${JSON.stringify(labels)}`;
    const twice = points.filter(([time], at) => time === points[at - 1]?.[0] || time === points[at + 1]?.[0]);
    assert.deepEqual(twice, [], `${name} has several samples at one time`);
    const values = new Map(points.flatMap(([time, value]) => (value === null ? [] : [[time, value] as const])));
    assert.ok(!rows.has(name), `${name} is there twice`);
    rows.set(name, values);
  }
  return rows;
}

/** The first samples of `earlier` that are not in `later` as they were, and of those that only `later` has. */
export function differences(earlier: RecordedRows, later: RecordedRows): string[] {
  return [...lacking(earlier, later, 'is lost').slice(0, most), ...lacking(later, earlier, 'is new').slice(0, most)];
}

/** Those of `whole` that are not in `part` with the same value. */
function lacking(whole: RecordedRows, part: RecordedRows, word: string): string[] {
  const found: string[] = [];
  for (const [name, values] of whole)
    for (const [time, value] of values)
      if (part.get(name)?.get(time) !== value)
        found.push(`${name} at ${new Date(time).toISOString()}: ${value} ${word}`);
  return found;
}

/** When the latest of them was taken, ms since 1970. */
export function newestOf(rows: RecordedRows): number {
  return Math.max(0, ...[...rows.values()].flatMap((values) => [...values.keys()].at(-1) ?? 0));
}
