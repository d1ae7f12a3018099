import type { ProcessUse } from '../topProcesses';

const kibibyte = 1024;

/**
 * Processes of `ps -Ao pid,pcpu,rss,comm`; undefined without its heading. A process' CPU comes as a share of one core
 * and is turned into one of the machine.
 */
export function parsePsTable(output: string, cores: number): readonly ProcessUse[] | undefined {
  const [heading, ...lines] = output.split('\n');
  if (!/^\s*PID\s+%CPU\s+RSS\s+COMM/.test(heading ?? '')) return undefined;
  return lines.flatMap((line) => {
    const found = /^\s*(\d+)\s+(\d+[.,]\d+)\s+(\d+)\s+(\S.*)$/.exec(line);
    if (!found) return [];
    const [, id, percent, resident, command] = found;
    return [
      {
        id: Number(id),
        // The last part of the program's path is the name people know.
        name: (command ?? '').replace(/^.*\//, ''),
        cpuPercent: Math.min(100, Number(percent?.replace(',', '.')) / cores),
        memory: Number(resident) * kibibyte,
      },
    ];
  });
}
