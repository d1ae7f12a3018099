import assert from 'node:assert/strict';
import type { BucketColumns, RawChunk } from '../../src/engine/store/chunk';
import { samplesOf } from '../../src/engine/store/journal/journalSamples';
import type { StoredSeries } from '../../src/engine/store/storedSeries';
import type { StoreFolder } from '../../src/engine/store/upkeep/storeFolder';
import type { Remembered } from './storeRecorder';

const everything = { wanted: (): boolean => true, from: -Infinity, to: Infinity };

/** Compares sorted texts; what the runner would print of long lists takes minutes. */
export function assertSameTexts(actual: readonly string[], expected: readonly string[], when = ''): void {
  const [have, want] = [new Set(actual), new Set(expected)];
  const missing = expected.filter((text) => !have.has(text));
  const extra = actual.filter((text) => !want.has(text));
  const told = `${when} missing ${missing.length}: ${missing[0] ?? ''}; extra ${extra.length}: ${extra[0] ?? ''}`;
  assert.ok(missing.length + extra.length === 0, told);
  assert.equal(actual.length, expected.length, `${when} something is there twice`);
}

/** All samples and events of a folder as text, sorted; journals that are not sealed included. */
export function contentOf(folder: StoreFolder): Promise<string[]> {
  return folder.whileItLasts(async () => {
    const found: string[] = [];
    for (const segment of folder.segments())
      await folder.use(segment, (reader) => {
        if (segment.kind === 'raw') for (const chunk of reader.samples(everything)) found.push(...samplesText([chunk]));
        if (segment.kind === 'events')
          for (const { session, sequence } of reader.events(everything)) found.push(`${session} event ${sequence}`);
      });
    for (const journal of folder.journals()) {
      const content = await folder.journal(journal);
      found.push(...samplesText(samplesOf(content)));
      for (const record of content.records)
        if (record.kind === 'event') found.push(`${record.event.session} event ${record.event.sequence}`);
    }
    return found.sort();
  });
}

/** What was recorded in the same form. */
export function rememberedText(samples: readonly Remembered[], session: string, events: number): string[] {
  const rows = samples.map((s) => `${s.session} ${s.group} ${s.series} ${s.time} ${s.value}`);
  return [...rows, ...Array.from({ length: events }, (_, i) => `${session} event ${i + 1}`)].sort();
}

function* samplesText(chunks: Iterable<RawChunk>): Generator<string> {
  for (const { session, group, times, columns } of chunks)
    for (const { series, values } of columns)
      for (const [row, value] of values.entries())
        if (!Number.isNaN(value)) yield `${session} ${group} ${nameOf(series)} ${times[row]!} ${value}`;
}

/** All buckets of one width, by what they stand for; several parts of one are put together. */
export async function bucketsOf(folder: StoreFolder, tierMs: number): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const segment of folder.segments())
    await folder.use(segment, (reader) => {
      for (const chunk of reader.buckets({ ...everything, tierMs }))
        for (const { series, buckets } of chunk.columns)
          for (const [row, start] of chunk.starts.entries())
            if (buckets.count[row]! > 0)
              addTo(found, `${chunk.session} ${chunk.group} ${nameOf(series)} ${start}`, figuresOf(buckets, row));
    });
  return found;
}

/** Count, sum, least and greatest of the samples of each bucket. */
export function bucketsFrom(samples: readonly Remembered[], tierMs: number): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { session, group, series, time, value } of samples) {
    const start = Math.floor(time / tierMs) * tierMs;
    addTo(found, `${session} ${group} ${series} ${start}`, [1, value, value, value]);
  }
  return found;
}

/** Figures with the sum to the digit that it has. */
export function figureText(buckets: ReadonlyMap<string, number[]>): string[] {
  return Array.from(buckets, ([key, [count, sum, least, most]]) =>
    [key, count, sum!.toFixed(1), least, most].join(' '),
  ).sort();
}

function figuresOf({ count, sum, min, max }: BucketColumns, row: number): number[] {
  return [count[row]!, sum[row]!, min[row]!, max[row]!];
}

function addTo(found: Map<string, number[]>, key: string, [count, sum, least, most]: number[]): void {
  const known = found.get(key);
  if (!known) found.set(key, [count!, sum!, least!, most!]);
  else {
    known[0]! += count!;
    known[1]! += sum!;
    known[2] = Math.min(known[2]!, least!);
    known[3] = Math.max(known[3]!, most!);
  }
}

function nameOf({ metric, labels }: StoredSeries): string {
  return `${metric}${Object.values(labels).join()}`;
}
