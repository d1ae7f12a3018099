import type { RuleTestReport } from './alerts';
import type { Config } from './settings';

/** Long work on the store, as the editor's commands and the command line's verbs ask for it. */
export type StoreJob =
  | {
      readonly kind: 'export';
      /** Absolute path of the file to write. */
      readonly file: string;
      readonly format: ExportFormat;
      readonly range: ExportRange;
      /** Metric names with `*` for any part; none: all of them. */
      readonly metrics: readonly string[];
    }
  | { readonly kind: 'backup'; readonly file: string }
  | { readonly kind: 'restore'; readonly file: string }
  | { readonly kind: 'validate' }
  | { readonly kind: 'sessions'; readonly limit: number }
  | { readonly kind: 'replay'; readonly session: string }
  /** Goes through a stretch of the past with alert rules. `rules`: the text of a rule file; ms since 1970, both included. */
  | {
      readonly kind: 'testAlerts';
      readonly rules: string;
      readonly from: number;
      readonly to: number;
      /** For rules that compare with a setting. */
      readonly config: Config;
    }
  | { readonly kind: 'purge'; readonly what: PurgeTarget }
  | { readonly kind: 'maintenance'; readonly depth: MaintenanceDepth }
  /** Lets a passphrase open the encrypted store besides the editor, in place of the last one. */
  | { readonly kind: 'setPassphrase'; readonly passphrase: string }
  /** Lets an editor whose secret is lost open the encrypted store again: `secret` takes the place of the lost one. */
  | { readonly kind: 'adoptSecret'; readonly passphrase: string; readonly secret: Uint8Array };

/** Those that work on the files of the store, in a running monitor or without one. */
export type FolderJob = Exclude<StoreJob, { readonly kind: 'setPassphrase' | 'adoptSecret' }>;

export type StoreJobKind = StoreJob['kind'];

export const exportFormats = ['json', 'csv', 'yaml'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Events are a table of their own, in a second file: `a.events.csv` beside `a.csv`. */
export function eventsFileOf(csvFile: string): string {
  return csvFile.replace(/(?<=[^/\\])(?:\.[^./\\]*)?$/, '.events$&');
}

/** Milliseconds since 1970, both included. */
export type ExportRange = { readonly session: string } | { readonly from: number; readonly to: number };

export type PurgeTarget =
  | { readonly session: string }
  /** Everything earlier than this, ms since 1970. */
  | { readonly before: number }
  | 'all';

export type MaintenanceDepth = 'daily' | 'weekly' | 'monthly';

/** How far a job is. */
export interface JobProgress {
  /** What is being done, for people. */
  readonly step: string;
  /** 0 to 1; undefined while it cannot be told. */
  readonly share?: number;
}

/** What a job brought, by its kind. */
export interface StoreJobResults {
  readonly export: { readonly file: string; readonly bytes: number; readonly samples: number; readonly events: number };
  readonly backup: { readonly file: string; readonly bytes: number; readonly files: number };
  readonly restore: {
    readonly files: number;
    readonly bytes: number;
    /** Where what was there before lies now. */
    readonly keptAt: string;
  };
  readonly validate: ValidationReport;
  readonly sessions: { readonly sessions: readonly SessionInfo[] };
  readonly replay: ReplayReport;
  readonly testAlerts: RuleTestReport;
  readonly purge: PurgeReport;
  readonly maintenance: { readonly done: readonly string[]; readonly freedBytes: number };
  /** Kinds of what opens the store now. */
  readonly setPassphrase: { readonly unlockers: readonly string[] };
  readonly adoptSecret: { readonly unlockers: readonly string[] };
}

/** What a job of any kind answers. */
export type JobResult = StoreJobResults[StoreJobKind];

export interface ValidationReport {
  readonly files: number;
  readonly bytes: number;
  readonly samples: number;
  readonly events: number;
  readonly problems: readonly StoreProblem[];
}

export interface StoreProblem {
  /** Name of the file inside the data folder. */
  readonly file: string;
  /** What is wrong, what it means, what to do, for people. */
  readonly what: string;
  /** `loss`: something cannot be read any more. `note`: harmless. */
  readonly weight: 'loss' | 'note';
}

/** A stretch of recording by one engine. */
export interface SessionInfo {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds since 1970; undefined while it goes on. */
  readonly endedAt?: number;
  /** `crash`: it ended without a word, and its end is that of its last record. */
  readonly end?: 'stopped' | 'crash';
  readonly events: number;
  readonly energyJoules: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly requests: number;
}

export interface ReplayStep {
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly type: string;
  /** What the event changed in the state: path and new value as JSON. */
  readonly changes: readonly (readonly [path: string, value: string])[];
}

export interface ReplayReport {
  readonly session: string;
  readonly events: number;
  readonly snapshots: number;
  /** The first steps, at most 10,000. */
  readonly steps: readonly ReplayStep[];
  /** Where replaying led elsewhere than what was written down. */
  readonly divergences: readonly {
    readonly sequence: number;
    readonly path: string;
    readonly replayed: string;
    readonly recorded: string;
  }[];
  /** The state at the end, as JSON. */
  readonly state: string;
}

export interface PurgeReport {
  readonly samples: number;
  readonly events: number;
  readonly sessions: number;
  readonly freedBytes: number;
  /** Names of backups that may still hold what was removed; they are not touched. */
  readonly backups: readonly string[];
}
