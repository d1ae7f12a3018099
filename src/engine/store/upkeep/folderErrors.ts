/** A file that the folder's index names is gone, since another thread or process changed the folder. */
export class FolderChanged extends Error {
  constructor(readonly file: string) {
    super(`${file} was replaced while it was to be read. Ask again.`);
    this.name = 'FolderChanged';
  }
}

/** Whether a file is not there, by the error of the disk. */
export function isGone(error: unknown): boolean {
  return error instanceof FolderChanged || codeOf(error) === 'ENOENT';
}

const ofOneFile = new Set(['EIO', 'EACCES', 'EPERM', 'EFBIG', 'ENOTFILE']);

/** Whether an error of the disk is about one file that cannot be read, while others can, and may pass. */
export function concernsOneFile(error: unknown): boolean {
  return ofOneFile.has(codeOf(error) ?? '');
}

/** Node's name of what went wrong, such as `ENOSPC`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
