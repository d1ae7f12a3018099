import type { JournalId } from './journalName';

/** The first record of each journal. */
export interface JournalHeader extends JournalId {
  readonly session: string;
  /** Milliseconds since 1970 at which this journal was opened. */
  readonly startedAt: number;
  /** Bytes of the journal before this one (same epoch) that were acknowledged; what lies beyond is here again. */
  readonly previousBytes: number;
  readonly encryption?: { readonly keyId: string; readonly salt: Uint8Array };
}
