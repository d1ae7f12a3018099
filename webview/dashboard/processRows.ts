import type { KnownSeries, SeriesStore } from '../shared/seriesStore';
import { newestReading } from '../shared/reading';
import type { TableRow } from '../shared/table';

export type ProcessOrder = 'cpu' | 'memory';

/** The processes of the newest reading, greatest first. Those of earlier readings are known still but have no row. */
export function processRows(store: SeriesStore, order: ProcessOrder): TableRow[] {
  const newest = newestOf(store.all('system.process_cpu_percent'), store.newest);
  const memory = new Map(
    store.all('system.process_memory_bytes').map((known) => [known.info.labels['process'], known]),
  );
  const lines = newest.map((cpu) => ({ cpu, memory: memory.get(cpu.info.labels['process'] ?? '') }));
  const weight = (known: KnownSeries | undefined): number => known?.trace.freshValue(store.newest) ?? -1;
  const by = (line: (typeof lines)[number]): number => weight(line[order]);
  return lines
    .sort((a, b) => by(b) - by(a))
    .map(({ cpu, memory: held }) => {
      const { name, id } = nameAndId(cpu.info.labels['process'] ?? '');
      return {
        key: String(cpu.info.id),
        cells: [name, id, newestReading(cpu, store.newest), newestReading(held, store.newest)],
      };
    });
}

/** All of them are read at once, so the newest are those with the newest time. */
function newestOf(all: readonly KnownSeries[], now: number): KnownSeries[] {
  const time = all.reduce((latest, { trace }) => Math.max(latest, trace.timestamp), 0);
  return all.filter(({ trace }) => trace.timestamp === time && trace.freshValue(now) !== undefined);
}

function nameAndId(label: string): { name: string; id: string } {
  const parts = /^(.*) \((\d+)\)$/.exec(label);
  return parts ? { name: parts[1]!, id: parts[2]! } : { name: label, id: '' };
}
