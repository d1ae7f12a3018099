import type { RetentionSettings } from '../../src/engine/store/thread/storeLink';

/** What the child that writes is told. */
export interface StormOrder {
  readonly dataDir: string;
  /** The bundled entry of the store's thread. */
  readonly storeFile: string;
  /** When the session begins by its own clock, ms since 1970. */
  readonly startedAt: number;
}

/** What it says, a line of JSON each. */
export type StormWord =
  | { readonly said: 'locked'; readonly realStart: number }
  | { readonly said: 'began'; readonly session: string }
  | {
      readonly said: 'acknowledged';
      readonly rows: readonly (readonly [group: string, rows: number])[];
      readonly events: number;
      readonly file: string;
      readonly bytes: number;
    }
  | { readonly said: 'tidied'; readonly done: readonly string[] }
  | { readonly said: 'superseded' }
  | { readonly said: 'problem'; readonly text: string };

/** What the child that reads says. */
export type ReaderWord =
  { readonly said: 'read'; readonly points: number } | { readonly said: 'wrong'; readonly text: string };

export const stormPace = {
  /** 50 minutes of the storm's time pass in a second, so that a journal is full every 300 ms. */
  speed: 3000,
  /** Between frames of the fastest group, ms of the storm's time. */
  stepMs: 500,
  /** Between events, ms of the storm's time. */
  eventMs: 60_000,
  /** With more of them waiting to be sealed no time passes, so that a slow machine seals and puts together too. */
  mostJournals: 4,
  /** Measured between two writings at most, ms of the storm's time. */
  mostAtOnceMs: 600_000,
  /** Between writings, real ms. */
  flushMs: 25,
  /** Between rounds of putting together and removing, real ms. */
  tidyMs: 150,
} as const;

/** Hours instead of weeks, so that much is removed within the storm. */
export const stormKept: RetentionSettings = {
  'retention.rawDays': 0.5,
  'retention.aggregatedDays': 1,
  'retention.eventDays': 1,
  'retention.exportDays': 0,
  'retention.sessionDays': 0,
  'retention.maxMegabytes': 1024,
};
