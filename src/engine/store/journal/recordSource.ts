/** Something besides rows that goes into the journal. */
export interface QueuedRecord {
  readonly kind: 'event' | 'snapshot';
  /** JSON of a StoreEvent or StoreSnapshot; `eventText` and `snapshotText` make it within its bounds. */
  readonly text: string;
}

/** Events and snapshots that wait to be written. */
export interface RecordSource {
  /** The oldest that wait, of about `mostBytes` in all, at least one if any waits. They stay until acknowledged. */
  peek(mostBytes: number): readonly QueuedRecord[];
  /** The oldest `count` records are on disk for good, and may be forgotten. */
  acknowledged(count: number): void;
}
