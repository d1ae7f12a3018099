import path from 'node:path';
import type { Disk } from '../../src/engine/store/disk/disk';
import { parseChange } from '../../src/engine/store/upkeep/changeFile';
import { wrapDisk, wrapFile } from './diskWrap';

/**
 * Stores that break their word, each made by a disk that leaves out or moves one call. A test of crashes that does not
 * notice them proves nothing. One wrapper lasts for one life of an engine.
 */
export const storeMutants: Readonly<Record<string, (disk: Disk) => Disk>> = {
  'segments are not synced before they are published': (disk) => withoutSync(disk, '.staged'),

  'the note of a change is not synced': (disk) => withoutSync(disk, '.change.tmp'),

  'the folder is not synced after a rename': (disk) => {
    const renamed = new Set<string>();
    return wrapDisk(disk, {
      rename: async (from, to) => {
        renamed.add(path.dirname(to));
        await disk.rename(from, to);
      },
      syncFolder: async (folder) => {
        if (!renamed.has(folder)) await disk.syncFolder(folder);
      },
      // The next change begins with files of its own.
      file: (file, made) => {
        renamed.delete(path.dirname(file));
        return made;
      },
    });
  },

  'a journal goes before the change that replaces it is committed': (disk) =>
    wrapDisk(disk, {
      file: (file, made) =>
        wrapFile(made, {
          append: async (bytes) => {
            await made.append(bytes);
            if (!file.endsWith('.change.tmp')) return;
            for (const removed of parseChange(bytes)?.remove ?? []) {
              const old = path.join(path.dirname(path.dirname(file)), removed);
              await disk.remove(old);
              await disk.syncFolder(path.dirname(old));
            }
          },
        }),
    }),

  'rows are acknowledged before they are synced': (disk) =>
    wrapDisk(disk, {
      file: (file, made) => {
        if (!file.endsWith('.journal')) return made;
        let isDue = false;
        return wrapFile(made, {
          append: async (bytes) => {
            if (isDue) await made.sync();
            await made.append(bytes);
          },
          sync: () => {
            isDue = true;
            return Promise.resolve();
          },
        });
      },
    }),

  'recovery forgets changes that were committed': (disk) => {
    let isFirst = true;
    return wrapDisk(disk, {
      list: async (folder) => {
        const names = await disk.list(folder);
        if (!isFirst || path.basename(folder) !== 'segments') return names;
        isFirst = false;
        for (const name of names) if (name.endsWith('.change')) await disk.remove(path.join(folder, name));
        await disk.syncFolder(folder);
        return disk.list(folder);
      },
    });
  },
};

function withoutSync(disk: Disk, ending: string): Disk {
  return wrapDisk(disk, {
    file: (file, made) => (file.endsWith(ending) ? wrapFile(made, { sync: () => Promise.resolve() }) : made),
  });
}
