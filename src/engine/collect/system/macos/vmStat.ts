/**
 * Memory in use as Activity Monitor counts it, in bytes, from what `vm_stat` prints: wired, compressed, and what programs
 * hold without being ready to give it back. Undefined when a line is missing.
 */
export function parseVmStat(output: string): number | undefined {
  const pageBytes = Number(/page size of (\d{3,6}) bytes/.exec(output)?.[1]);
  const pages = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)\\.$`, 'm').exec(output)?.[1]);
  const inUse =
    pages('Pages wired down') +
    pages('Pages occupied by compressor') +
    pages('Anonymous pages') -
    pages('Pages purgeable');
  const bytes = inUse * pageBytes;
  return bytes >= 0 ? bytes : undefined;
}
