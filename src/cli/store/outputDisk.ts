import type { Disk } from '../../engine/store/disk/disk';
import { Failure } from '../failure';

/**
 * A disk on which the one file that matters is the program's output and others are forgotten, so that an export can go
 * into a pipe. What has been written cannot be taken back: a second attempt fails.
 */
export function outputDisk(file: string, outBytes: (bytes: Uint8Array) => Promise<void>): Disk {
  let isUsed = false;
  const done = (): Promise<void> => Promise.resolve();
  return {
    list: () => Promise.resolve([]),
    notFiles: () => Promise.resolve([]),
    read: () => Promise.reject(new Error('The output cannot be read.')),
    size: () => Promise.resolve(undefined),
    create: (name) => {
      const isOutput = name.startsWith(file);
      if (isOutput && isUsed)
        return Promise.reject(
          new Failure('The files of the store were put together while they were read. Ask again, or give --out.'),
        );
      isUsed ||= isOutput;
      return Promise.resolve({ append: isOutput ? outBytes : done, sync: done, close: done });
    },
    makeFolder: done,
    rename: done,
    remove: done,
    syncFile: done,
    syncFolder: done,
  };
}
