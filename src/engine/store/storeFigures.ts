import type { Recording } from './recording';
import type { StoreBytes } from './thread/storeLink';

/** What the store counts about itself. */
export interface StoreFigures {
  readonly queueDepth: number;
  readonly bytes: StoreBytes;
  /** Rows that memory dropped before they could be written. */
  readonly lostRows: number;
  readonly droppedEvents: number;
}

/** @param bytes As they were last measured, while the journal grows. */
export function figuresOf(recording: Recording | undefined, bytes: StoreBytes): StoreFigures {
  const journal = recording?.writer.acknowledged?.bytes ?? 0;
  return {
    queueDepth: recording?.events.depth ?? 0,
    bytes: { ...bytes, journal: Math.max(bytes.journal, journal) },
    lostRows: recording?.writer.lostRows ?? 0,
    droppedEvents: [...(recording?.events.dropped.values() ?? [])].reduce((sum, count) => sum + count, 0),
  };
}
