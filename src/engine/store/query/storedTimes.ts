import type { RawChunk } from '../chunk';
import { samplesOf } from '../journal/journalSamples';
import { storedKey, type StoredSeries } from '../storedSeries';
import type { StoreFolder } from '../upkeep/storeFolder';
import { rowsKey, type JournalRead, type StoredTimes } from './historyTail';

/**
 * When rows of some groups were measured that lie on disk, from the first row of the chunks on: for the rare case
 * that the writer went on between handing over its tail and the reading of the folder.
 */
export async function storedTimes(
  folder: StoreFolder,
  chunks: readonly RawChunk[],
  journals: readonly JournalRead[],
): Promise<StoredTimes> {
  const from = Math.min(...chunks.map(({ times }) => times[0] ?? Infinity));
  const times = new Map(chunks.map((chunk) => [rowsKey(chunk), new Set<number>()]));
  const keys = new Set(chunks.flatMap(({ columns }) => columns.map(({ series }) => keyOf(series))));
  const wanted = (series: StoredSeries): boolean => keys.has(keyOf(series));
  const take = (chunk: RawChunk): void => {
    const known = times.get(rowsKey(chunk));
    if (known) for (const time of chunk.times) known.add(time);
  };
  for (const segment of folder.segments({ kind: 'raw', from }))
    await folder.use(segment, (reader) => {
      for (const chunk of reader.samples({ wanted, from, to: Infinity })) take(chunk);
    });
  for (const { journal, upTo } of journals)
    for (const chunk of samplesOf(await folder.journal(journal, upTo), wanted)) take(chunk);
  return times;
}

function keyOf({ metric, labels }: StoredSeries): string {
  return storedKey(metric, labels);
}
