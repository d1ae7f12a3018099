/** One process as the top ten show it. */
export interface ProcessUse {
  readonly id: number;
  readonly name: string;
  /** Share of the whole machine, 0 to 100. */
  readonly cpuPercent: number;
  /** Resident memory, only to put those in order that use no CPU. */
  readonly memory: number;
}

const mostShown = 10;
const longestName = 64;

/** The ten that used most CPU, busiest first; among equals the largest. */
export function topProcesses<P extends ProcessUse>(processes: Iterable<P>): P[] {
  return [...processes]
    .filter((process) => !Number.isNaN(process.cpuPercent))
    .sort((a, b) => b.cpuPercent - a.cpuPercent || b.memory - a.memory || a.id - b.id)
    .slice(0, mostShown);
}

/** `name (id)`. A process may name itself as it likes, so what is no character to show is replaced. */
export function processLabel({ name, id }: Pick<ProcessUse, 'name' | 'id'>): string {
  const shown = name.replace(/\p{C}/gu, '?').slice(0, longestName);
  return `${shown} (${id})`;
}
