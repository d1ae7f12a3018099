import type { Group } from '../../../metrics/group';
import type { Sink } from '../../collector';
import { fillProcesses } from '../processesFrame';
import { ProgramSource, unexpectedOutput, type Command, type RunProgram } from '../program';
import { processLabel, topProcesses } from '../topProcesses';
import { parsePsTable } from './psTable';

const ps: Command = { file: '/bin/ps', args: ['-Ao', 'pid,pcpu,rss,comm'] };
const decaying = 'ps gives an average in which newer time counts more, not the CPU of the last seconds.';

/** The ten busiest processes of macOS. */
export function processesSource(run: RunProgram, cores: number, sink: Sink, group: Group): ProgramSource {
  return new ProgramSource(run, [ps], ([output = '']) => {
    const table = parsePsTable(output, cores);
    if (!table || table.length === 0) throw unexpectedOutput(ps);
    const shown = topProcesses(table).map((process) => ({
      label: processLabel(process),
      cpuPercent: process.cpuPercent,
      memoryBytes: process.memory,
    }));
    fillProcesses(sink, group, shown, { quality: 'estimated', reason: decaying });
  });
}
