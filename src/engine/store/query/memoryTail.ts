import { catalogue } from '../../../protocol/catalogue';
import { matchesAny } from '../../../protocol/glob';
import type { Block } from '../../metrics/block';
import type { Group } from '../../metrics/group';
import type { HotRing } from '../../metrics/hotRing';
import type { RawChunk } from '../chunk';
import type { JournalWriter } from '../journal/journalWriter';
import type { StoredSeries } from '../storedSeries';
import type { HistoryTail } from '../thread/storeLink';

/**
 * What a question about the past needs from memory: rows of the ring that the writer has not put on disk.
 * @param written What of the ring's rows is on disk: by id of the group the first that is not, and the journal so far
 * while one is written.
 * @param session That the ring's rows belong to. @param metrics Metric names with `*` for any part.
 */
export function memoryTail(
  ring: HotRing,
  { rows, acknowledged }: Pick<JournalWriter, 'acknowledged' | 'rows'>,
  session: string,
  metrics: readonly string[],
): HistoryTail {
  const chunks: RawChunk[] = [];
  for (const group of ring.groups())
    ring.slicesFrom(group, rows.get(group.id) ?? 0, (block, start, end) => {
      const chunk = chunkOf(session, group, block, start, end, metrics);
      if (chunk.columns.length > 0) chunks.push(chunk);
    });
  return { position: acknowledged && { file: acknowledged.file, bytes: acknowledged.bytes }, chunks };
}

function chunkOf(
  session: string,
  { name }: Group,
  block: Block,
  start: number,
  end: number,
  metrics: readonly string[],
): RawChunk {
  const columns: { series: StoredSeries; values: Float64Array }[] = [];
  for (const [column, series] of block.layout.entries()) {
    const { metric, labels } = series;
    // A series that stands for several is the first of its columns, as in the journal.
    if (!matchesAny(metrics, metric) || block.layout.indexOf(series) !== column) continue;
    const { unit, decimals } = catalogue[metric];
    columns.push({ series: { metric, labels, unit, decimals }, values: block.column(column, start, end).slice() });
  }
  return { session, group: name, hz: block.hz, times: block.timestamps(start, end).slice(), columns };
}
