import type { SeriesStore } from '../../shared/seriesStore';

export const bytesMetrics = [
  'system.disk_read_bytes_per_second',
  'system.disk_write_bytes_per_second',
  'system.network_rx_bytes_per_second',
  'system.network_tx_bytes_per_second',
] as const;

/** What the machine moves to and from disks and networks, bytes per second; NaN where none of them is known now. */
export function machineBytes(store: SeriesStore): number {
  let sum = NaN;
  for (const metric of bytesMetrics)
    for (const { info, trace } of store.all(metric)) {
      const value = info.quality === 'unavailable' ? undefined : trace.freshValue(store.newest);
      if (value !== undefined) sum = (Number.isNaN(sum) ? 0 : sum) + value;
    }
  return sum;
}
