import type { EventType } from '../../../protocol/events';
import type { HistoryAnswer, HistoryRequest } from '../../../protocol/history';
import type { Config } from '../../../protocol/settings';
import type { JobProgress, FolderJob, StoreJobKind, StoreJobResults } from '../../../protocol/storeJobs';
import type { RawChunk } from '../chunk';
import type { EventData } from '../events/eventSchemas';
import type { Marks } from '../../../protocol/marks';
import type { MarksQuestion } from '../query/marks/storedMarks';
import type { EventQuestion } from '../query/recentEvents';
import type { StoreEvent, StoreSnapshot } from '../events/storeEvent';

/** How far a journal is on disk. */
export interface JournalPosition {
  /** Path inside the data folder, such as `journal/00000001-000001.journal`. */
  readonly file: string;
  readonly bytes: number;
}

/** What is known in memory only: the writer's journal counts up to `position`, `chunks` hold what comes after it. */
export interface HistoryTail {
  /** undefined while nothing has been written: then every journal counts to its end. */
  readonly position: JournalPosition | undefined;
  readonly chunks: readonly RawChunk[];
}

export type RetentionSettings = Pick<
  Config,
  | 'retention.rawDays'
  | 'retention.aggregatedDays'
  | 'retention.eventDays'
  | 'retention.exportDays'
  | 'retention.sessionDays'
  | 'retention.maxMegabytes'
>;

/** Bytes on disk by what they are. */
export interface StoreBytes {
  readonly journal: number;
  readonly raw: number;
  readonly fine: number;
  readonly coarse: number;
  readonly events: number;
}

/** What the newest session left behind, from which its state can be rebuilt. */
export interface PastSession {
  readonly session: string;
  /** The newest ones, should one of them be unreadable. */
  readonly snapshots: readonly StoreSnapshot[];
  /** After the oldest of the snapshots, else all of them. */
  readonly events: readonly StoreEvent[];
  /** Time of its last sample, of a sealed one rounded up to whole seconds, ms since 1970. */
  readonly lastSampleAt?: number;
}

export interface UpkeepReport {
  /** What was done, for people. */
  readonly done: readonly string[];
  readonly freedBytes: number;
}

export interface StoreThreadInit {
  readonly dataDir: string;
  /** Path of `sql-wasm.wasm`. */
  readonly wasmFile: string;
  /** Epoch under which this thread may change the folder: that of the journal's writer. Without it, it only reads. */
  readonly writing?: number;
  /** Opens what is encrypted: 32 bytes, as the key file gives them. */
  readonly dataKey?: Uint8Array;
  /** Whether what is written is encrypted with it. */
  readonly encrypts: boolean;
}

/** There is nothing to say besides what is asked for. */
export type NoDetails = Readonly<Record<string, never>>;

/** Work that the thread is asked for, and what it answers. */
export interface StoreWork {
  /** Turns closed journals into segments; answers how many it did. `retired`: paths inside the data folder. */
  readonly seal: { readonly ask: { readonly retired: readonly string[] }; readonly answer: number };
  /** Merges small segments and removes what is kept no longer. */
  readonly upkeep: { readonly ask: { readonly settings: RetentionSettings }; readonly answer: UpkeepReport };
  /**
   * Finishes what was interrupted, brings older segments to this version's format and seals every journal of an earlier
   * epoch; answers how many.
   */
  readonly recover: { readonly ask: NoDetails; readonly answer: number };
  readonly history: {
    readonly ask: { readonly request: HistoryRequest; readonly tail: HistoryTail };
    readonly answer: HistoryAnswer;
  };
  readonly job: {
    readonly ask: { readonly job: FolderJob; readonly settings: RetentionSettings };
    readonly answer: StoreJobResults[StoreJobKind];
  };
  /** Makes the backup that is due, if one is; answers when the next one will be, ms since 1970. */
  readonly scheduledBackup: {
    readonly ask: { readonly everyMs: number; readonly keep: number };
    readonly answer: { readonly nextAt: number };
  };
  /** The newest session before this one. */
  readonly past: { readonly ask: NoDetails; readonly answer: PastSession | undefined };
  readonly recentEvents: { readonly ask: EventQuestion; readonly answer: readonly StoreEvent[] };
  readonly marks: { readonly ask: MarksQuestion; readonly answer: Marks };
  readonly bytes: { readonly ask: NoDetails; readonly answer: StoreBytes };
}

export type StoreWorkKind = keyof StoreWork;

export type StoreAsk = {
  [K in StoreWorkKind]: { readonly kind: K; readonly ask: StoreWork[K]['ask'] };
}[StoreWorkKind];

export type ToStore =
  | { readonly type: 'ask'; readonly id: number; readonly what: StoreAsk }
  | { readonly type: 'cancel'; readonly id: number }
  /** The answer to `rotate`: paths of the journals that are closed now. */
  | { readonly type: 'rotated'; readonly turn: number; readonly retired: readonly string[] }
  /** The journal could not be closed; `reason` is for people. */
  | { readonly type: 'notRotated'; readonly turn: number; readonly reason: string }
  /** Call off what is under way, undo what of it is half done, and end. */
  | { readonly type: 'end' };

export type FromStore =
  | { readonly type: 'done'; readonly id: number; readonly answer: StoreWork[StoreWorkKind]['answer'] }
  /** `reason` says what happened, what it means and what to do, for people. */
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly reason: string;
      readonly isCancelled: boolean;
      /** The question can be answered when it is made smaller. */
      readonly isTooLarge?: true;
    }
  | { readonly type: 'progress'; readonly id: number; readonly progress: JobProgress }
  /** Something that was noticed in the data folder, for people. Told once. */
  | { readonly type: 'problem'; readonly problem: string }
  /** A job needs everything in segments: the writer is to close its journal. */
  | { readonly type: 'rotate'; readonly turn: number }
  /** A job did something that is to be written down as an event. */
  | { readonly type: 'record'; readonly event: EventType; readonly data: EventData[EventType] };
