import type { NamedCounters } from '../namedCounters';

/**
 * Bytes received and sent by each interface, from `netstat -ibn`. Each interface has a line for its link and more for its
 * addresses, which repeat the same counters. Undefined when there is no heading or a link's line is cut off.
 */
export function parseNetstatInterfaces(output: string): readonly NamedCounters[] | undefined {
  const [heading, ...lines] = output.split('\n');
  const columns = heading?.trim().split(/\s+/) ?? [];
  // The address may be empty, so columns are counted from the end of the line.
  const received = columns.indexOf('Ibytes') - columns.length;
  const sent = columns.indexOf('Obytes') - columns.length;
  if (!columns.includes('Ibytes') || !columns.includes('Obytes')) return undefined;
  const links = lines.map((line) => line.trim().split(/\s+/)).filter((words) => words[2]?.startsWith('<Link#'));
  const interfaces = links.map((words) => ({
    // An asterisk marks an interface that is down.
    name: (words[0] ?? '').replace(/\*$/, ''),
    first: Number(words.at(received)),
    second: Number(words.at(sent)),
  }));
  const isSound = interfaces.every(({ name, first, second }) => name !== '' && first + second >= 0);
  return isSound ? interfaces : undefined;
}
