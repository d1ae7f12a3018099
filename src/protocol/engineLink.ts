import type { AlertCommand, AlertsInfo, Notice } from './alerts';
import type { HistoryAnswer, HistoryRequest } from './history';
import type { Marks, MarksRequest } from './marks';
import type { SeriesInfo } from './metric';
import type { Activity } from './requests';
import type { Role } from './role';
import type { Rows } from './rows';
import type { Config } from './settings';
import type { EngineStatus } from './status';
import type { JobProgress, StoreJob, StoreJobKind, StoreJobResults } from './storeJobs';
import type { UxReport } from './ux';

/** What a reader wants to see, at most how often, and how much of the past it starts with. */
export interface StreamRequest {
  /** Metric names with `*` for any part: `system.*`, `model.tokens_per_second`. */
  readonly metrics: readonly string[];
  /** Messages a second, 0.1 to 60. */
  readonly maxHz: number;
  /** Milliseconds of history to send first. */
  readonly historyMs: number;
  /** Whether to send `activity` besides, when it changed and at most four times a second. */
  readonly activity?: true;
}

export interface WorkerInit {
  readonly config: Config;
  readonly dataDir: string;
  readonly version: string;
  /** What people call the window: the name of its workspace. */
  readonly window?: string;
  /** Whether the user had paused the monitor when the thread before this one was lost. */
  readonly paused: boolean;
}

export type LogLevel = Config['log.level'];

export type ToEngine =
  | { readonly type: 'configure'; readonly config: Config }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'open'; readonly stream: number; readonly request: StreamRequest }
  | { readonly type: 'close'; readonly stream: number }
  /** The editor's secret that opens an encrypted store: 32 bytes. */
  | { readonly type: 'unlock'; readonly secret: Uint8Array }
  | { readonly type: 'history'; readonly question: number; readonly request: HistoryRequest }
  | { readonly type: 'marks'; readonly question: number; readonly request: MarksRequest }
  | { readonly type: 'ux'; readonly report: UxReport }
  | { readonly type: 'job'; readonly job: number; readonly what: StoreJob }
  | { readonly type: 'cancelJob'; readonly job: number }
  | { readonly type: 'alert'; readonly command: AlertCommand }
  /** Asks for what opens the server's pages in a browser, once, within 60 s. */
  | { readonly type: 'openLink'; readonly question: number }
  /** Asks where the server is, and for the token of a role. */
  | { readonly type: 'endpoint'; readonly question: number; readonly role: Role }
  /** Asks for another token; who uses the old one is cut off. */
  | { readonly type: 'rotateToken'; readonly question: number }
  /** The window has the keyboard, or had it last at `at`, ms since 1970. */
  | { readonly type: 'focused'; readonly at: number }
  | { readonly type: 'stop' };

export type FromEngine =
  | { readonly type: 'status'; readonly status: EngineStatus }
  /** Another engine sends the stream from here on: it begins with history again, and its series have other numbers. */
  | { readonly type: 'renewed'; readonly stream: number }
  /** New series of a stream, or a change of their quality. Always before rows that use them. */
  | { readonly type: 'series'; readonly stream: number; readonly series: readonly SeriesInfo[] }
  | { readonly type: 'rows'; readonly stream: number; readonly rows: readonly Rows[] }
  | { readonly type: 'activity'; readonly stream: number; readonly activity: Activity }
  /** All of the requested history has been sent; what follows is live. */
  | { readonly type: 'live'; readonly stream: number }
  | { readonly type: 'history'; readonly question: number; readonly answer: HistoryAnswer }
  /** A question that could not be answered; `reason` says why and what to do, for people. */
  | { readonly type: 'noHistory'; readonly question: number; readonly reason: string }
  | { readonly type: 'marks'; readonly question: number; readonly marks: Marks }
  | { readonly type: 'noMarks'; readonly question: number; readonly reason: string }
  | { readonly type: 'link'; readonly question: number; readonly url: string }
  | { readonly type: 'endpoint'; readonly question: number; readonly url: string; readonly token: string }
  | { readonly type: 'tokenRotated'; readonly question: number }
  /** What was asked of the server could not be had; `reason` says why and what to do, for people. */
  | { readonly type: 'noEntrance'; readonly question: number; readonly reason: string }
  | { readonly type: 'jobProgress'; readonly job: number; readonly progress: JobProgress }
  | { readonly type: 'jobDone'; readonly job: number; readonly result: StoreJobResults[StoreJobKind] }
  | { readonly type: 'jobFailed'; readonly job: number; readonly reason: string; readonly isCancelled: boolean }
  /** Where all alerts stand; at once at the start, then when it changed, at most five times a second. */
  | { readonly type: 'alerts'; readonly alerts: AlertsInfo }
  | { readonly type: 'notice'; readonly notice: Notice }
  /** What the user wanted done about an alert was not done; `reason` says why and what can be done, for people. */
  | { readonly type: 'alertRefused'; readonly reason: string }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
  | { readonly type: 'stopped' };
