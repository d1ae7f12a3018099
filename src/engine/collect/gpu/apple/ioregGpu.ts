import { cleanText } from '../../../cleanText';
import { bounds, emptyReading, within, type GpuReading } from '../gpuReading';

/** A GPU as `ioreg -r -d 1 -w 0 -c IOAccelerator` shows it. */
export interface IoregGpu {
  /** Such as `Apple M4`; empty where it is not told. */
  readonly name: string;
  readonly reading: GpuReading;
}

const nameCharacters = 80;

/** The GPUs that ioreg lists; undefined when the text is something else. */
export function parseIoregGpus(output: string): readonly IoregGpu[] | undefined {
  if (output.trim() === '') return [];
  const blocks = output.split(/^\+-o /m).slice(1);
  if (blocks.length === 0) return undefined;
  return blocks.flatMap((block) => {
    const statistics = /"PerformanceStatistics" = \{([^}]*)\}/.exec(block)?.[1];
    if (statistics === undefined) return [];
    const reading = emptyReading();
    // Some Intel GPUs say a little more than 100.
    reading.percent = Math.min(100, within(valueOf(statistics, 'Device Utilization %'), [0, 1000]));
    reading.memoryUsed = within(valueOf(statistics, 'In use system memory'), bounds.bytes);
    return [{ name: cleanText(/"model" = <?"([^"]*)"/.exec(block)?.[1] ?? '', nameCharacters), reading }];
  });
}

/** NaN when it is not there. */
function valueOf(statistics: string, name: string): number {
  const at = statistics.indexOf(`"${name}"=`);
  if (at < 0) return NaN;
  const found = /^\d{1,16}(?![\w.])/.exec(statistics.slice(at + name.length + 3));
  return found ? Number(found[0]) : NaN;
}
