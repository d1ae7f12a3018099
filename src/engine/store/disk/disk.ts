/**
 * What the store asks of a file system. Every write goes through here, so that tests can forget what was not synced.
 * Errors are those of Node, with their `code`. Files are made with mode 0600, folders with 0700.
 */
export interface Disk {
  /** Names in a folder, without order; empty when there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** Those of the names in a folder that are no plain files, but folders, links or pipes; without order. */
  notFiles(folder: string): Promise<string[]>;
  /** All of a plain file. @throws Error when it is none (`ENOTFILE`), or larger than `mostBytes` (`EFBIG`). */
  read(file: string, mostBytes: number): Promise<Buffer>;
  /** Bytes of a file; undefined when there is none. */
  size(file: string): Promise<number | undefined>;
  /** Makes a new file to append to. @throws Error EEXIST when there is one. */
  create(file: string): Promise<AppendFile>;
  /** Makes a folder and what is missing above it; they last. */
  makeFolder(folder: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; harmless when there is none. */
  remove(file: string): Promise<void>;
  /** Makes the content of a file last, whoever wrote it. */
  syncFile(file: string): Promise<void>;
  /** Makes the names in a folder last: files made, renamed and removed in it. */
  syncFolder(folder: string): Promise<void>;
}

/** A file that only grows. */
export interface AppendFile {
  append(bytes: Uint8Array): Promise<void>;
  /** Makes its content last. */
  sync(): Promise<void>;
  close(): Promise<void>;
}
