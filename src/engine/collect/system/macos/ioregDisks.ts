import type { NamedCounters } from '../namedCounters';

/**
 * Bytes read and written by each disk, from `ioreg -c IOBlockStorageDriver -r -l -w 0 -d 2`: a block for each driver,
 * with its counters, then the disk with its name. A driver without a disk, such as an empty card reader, is left out.
 */
export function parseIoregDisks(output: string): readonly NamedCounters[] | undefined {
  if (output.trim() === '') return [];
  const blocks = output.split(/^\+-o /m).slice(1);
  if (blocks.length === 0) return undefined;
  return blocks.flatMap((block) => {
    const statistics = /"Statistics" = \{([^}]*)\}/.exec(block)?.[1] ?? '';
    const name = /"BSD Name" = "([\w.-]{1,64})"/.exec(block)?.[1];
    const first = Number(/"Bytes \(Read\)"=(\d+)/.exec(statistics)?.[1]);
    const second = Number(/"Bytes \(Write\)"=(\d+)/.exec(statistics)?.[1]);
    return name !== undefined && first + second >= 0 ? [{ name, first, second }] : [];
  });
}
