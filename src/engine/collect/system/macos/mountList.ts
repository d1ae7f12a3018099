import { mostMounts, type Mount, type MountLister } from '../mount';
import { unexpectedOutput, type Command, type RunProgram } from '../program';

const command: Command = { file: '/sbin/mount', args: [] };
const hiding = new Set(['nobrowse', 'read-only']);

/**
 * What Finder would show of `mount`'s list: the root, other disks and shares, not the volumes that serve the system. What
 * nobody can write to is left out too, as the image of an installer, which is always full; the root is so sealed itself.
 */
export function parseMountList(output: string): readonly Mount[] {
  return output
    .split('\n')
    .flatMap((line) => {
      const found = /^.+? on (\/.*) \(([^()]+)\)$/.exec(line);
      const path = found?.[1];
      const words = found?.[2]?.split(', ') ?? [];
      if (path === undefined || (path !== '/' && words.some((word) => hiding.has(word)))) return [];
      return [{ path, isRemote: !words.includes('local') }];
    })
    .slice(0, mostMounts);
}

export const macosMounts =
  (run: RunProgram): MountLister =>
  async () => {
    const mounts = parseMountList(await run(command));
    if (mounts.length === 0) throw unexpectedOutput(command);
    return mounts;
  };
