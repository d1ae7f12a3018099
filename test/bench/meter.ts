import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** CPU seconds and resident bytes of a process, all it started, and what it waited for. Linux only. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/**
 * Reads the kernel's exact account (schedstat, nanoseconds) of every thread of a process tree, and adds the coarser
 * one (10 ms) of children that have ended.
 */
export function usageOf(pid: number): Usage {
  let cpuSeconds = 0;
  let residentBytes = 0;
  for (const member of treeOf(pid)) {
    try {
      for (const thread of readdirSync(`/proc/${member}/task`)) {
        const [running] = readFileSync(`/proc/${member}/task/${thread}/schedstat`, 'utf8').split(' ');
        cpuSeconds += Number(running) / 1e9;
      }
      const stat = readFileSync(`/proc/${member}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      cpuSeconds += (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
      residentBytes += Number(readFileSync(`/proc/${member}/statm`, 'utf8').split(' ')[1]) * 4096;
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return { cpuSeconds, residentBytes };
}

/** A process and everything below it. */
export function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  const tree = [pid];
  for (const member of tree) tree.push(...(children.get(member) ?? []));
  return tree;
}

/** A process or thread that ended between being listed and being read. */
function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ESRCH';
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
