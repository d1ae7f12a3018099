import type { AppendFile, Disk } from '../../src/engine/store/disk/disk';

/** What of a disk is done in another way; what is not named is passed on. */
export type DiskChanges = Partial<Disk> & {
  /** Puts something between the store and a file that it makes. */
  readonly file?: (path: string, file: AppendFile) => AppendFile;
};

/** A disk that does some things in another way. */
export function wrapDisk(disk: Disk, { file, ...changes }: DiskChanges): Disk {
  return {
    list: (folder) => disk.list(folder),
    notFiles: (folder) => disk.notFiles(folder),
    read: (path, most) => disk.read(path, most),
    size: (path) => disk.size(path),
    create: async (path) => {
      const made = await disk.create(path);
      return file ? file(path, made) : made;
    },
    makeFolder: (folder) => disk.makeFolder(folder),
    rename: (from, to) => disk.rename(from, to),
    remove: (path) => disk.remove(path),
    syncFile: (file) => disk.syncFile(file),
    syncFolder: (folder) => disk.syncFolder(folder),
    ...changes,
  };
}

/** A file with some of its calls done in another way. */
export function wrapFile(file: AppendFile, changes: Partial<AppendFile>): AppendFile {
  return {
    append: (bytes) => file.append(bytes),
    sync: () => file.sync(),
    close: () => file.close(),
    ...changes,
  };
}
