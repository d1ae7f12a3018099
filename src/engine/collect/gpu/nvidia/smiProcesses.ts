import { cleanText } from '../../../cleanText';
import type { HeldMemory } from '../gpuSource';

const mebibyte = 1024 * 1024;
const mostProcesses = 4096;
const pathCharacters = 400;

/** What `nvidia-smi --query-compute-apps` is asked for; the name last, because names hold commas. */
export const processFields = 'pid,used_memory,name';

/**
 * Memory by process, added up over GPUs, from rows of `processFields`. Rows without a number, such as `[N/A]` on Windows,
 * are left out.
 */
export function parseSmiProcesses(output: string): readonly HeldMemory[] {
  const held = new Map<number, { id: number; name: string; bytes: number }>();
  for (const line of output.split('\n')) {
    const found = /^\s*(\d{1,10})\s*,\s*(\d{1,9})\s*,\s*(.*?)\s*$/.exec(line);
    if (!found) continue;
    const id = Number(found[1]);
    const bytes = Number(found[2]) * mebibyte;
    const known = held.get(id);
    if (known) known.bytes += bytes;
    else if (held.size < mostProcesses) held.set(id, { id, name: programOf(found[3]!), bytes });
  }
  return [...held.values()].map(({ id, name, bytes }) => (name === '' ? { id, bytes } : { id, name, bytes }));
}

/** The last part of a path of either kind; empty for `[Not Found]`. */
function programOf(path: string): string {
  if (path.startsWith('[')) return '';
  const clean = cleanText(path, pathCharacters);
  return clean.slice(Math.max(clean.lastIndexOf('/'), clean.lastIndexOf('\\')) + 1);
}
