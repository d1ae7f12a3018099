import type { Group } from '../../metrics/group';
import type { Quality } from '../../../protocol/metric';
import type { Sink } from '../collector';

/** A line of the top ten: its label, CPU in percent of the machine, resident memory in bytes. */
export interface ShownProcess {
  readonly label: string;
  readonly cpuPercent: number;
  readonly memoryBytes: number;
}

/** Fills the frame with the top ten; the layout changes when other processes are among them. */
export function fillProcesses(
  sink: Sink,
  group: Group,
  shown: readonly ShownProcess[],
  cpu: { readonly quality: Quality; readonly reason?: string } = { quality: 'measured' },
): void {
  const layout = shown.flatMap(({ label }) => {
    const cpuSeries = sink.series('system.process_cpu_percent', { process: label });
    sink.setQuality(cpuSeries, cpu.quality, cpu.reason);
    return [cpuSeries, sink.series('system.process_memory_bytes', { process: label })];
  });
  const isSame = layout.length === group.layout.length && layout.every((series, at) => series === group.layout[at]);
  if (!isSame) group.setLayout(layout);
  shown.forEach(({ cpuPercent, memoryBytes }, index) => {
    group.values[2 * index] = cpuPercent;
    group.values[2 * index + 1] = memoryBytes;
  });
}
