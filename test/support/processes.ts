import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';

/** A process as the kernel tells it. */
export interface Process {
  readonly pid: number;
  readonly group: number;
  readonly command: string;
}

/** The processes that are alive; one that has ended but was not waited for is not. */
export function allProcesses(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processAt(Number(name)) ?? []);
}

/** The live processes of a process group. */
export const processesOf = (group: number): Process[] => allProcesses().filter((process) => process.group === group);

export const isAlive = (pid: number): boolean => processAt(pid) !== undefined;

/** The loopback ports on which a process listens. */
export function listeningPorts(pid: number): number[] {
  const inodes = new Set(socketInodes(pid));
  return ['tcp', 'tcp6'].flatMap((table) => {
    const file = `/proc/${pid}/net/${table}`;
    if (!existsSync(file)) return [];
    const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
    return rows.flatMap((row) => {
      const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
      return state === listening && inodes.has(inode) ? [parseInt(local.split(':')[1] ?? '', 16)] : [];
    });
  });
}

/** Whether somebody listens on a loopback port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

const listening = '0A';

function socketInodes(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return (ifPresent(() => readdirSync(folder)) ?? []).flatMap((fd) => {
    const target = ifPresent(() => readlinkSync(`${folder}/${fd}`)) ?? '';
    return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
  });
}

function processAt(pid: number): Process | undefined {
  const stat = ifPresent(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const command = ifPresent(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim());
  if (stat === undefined || command === undefined) return undefined;
  // The name in parentheses may hold anything, spaces and parentheses too.
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? undefined : { pid, group: Number(group), command };
}

/** Processes and descriptors may go away between being listed and being read. */
function ifPresent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}
