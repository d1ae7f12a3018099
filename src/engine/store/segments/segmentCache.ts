import type { SegmentReader } from './segmentReader';

export declare class SegmentCache {
  /** @param open Opens a file; what it throws goes to whoever asked for the file, and is not kept. */
  constructor(open: (file: string) => Promise<SegmentReader>, mostBytes?: number);
  /** Runs work with an open reader, which stays open until the work is done. */
  use<T>(file: string, work: (reader: SegmentReader) => T | Promise<T>): Promise<T>;
  /** Closes a file that is no more, as soon as nobody uses it. */
  forget(file: string): void;
  close(): void;
}
