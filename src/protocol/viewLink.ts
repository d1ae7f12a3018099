import type { AlertCommand, AlertInfo, Notice } from './alerts';
import type { HistoryAnswer, HistoryRequest } from './history';
import type { Layout, LayoutChange } from './layout/layout';
import type { Marks, MarksRequest } from './marks';
import type { SeriesInfo } from './metric';
import type { Activity } from './requests';
import type { Rows } from './rows';
import type { EngineStatus } from './status';
import type { UxFigures } from './ux';

/**
 * What a view is told. The first `rows` after `reset` or `renewed`, until `live`, are history, the later ones live; their
 * shape is the same.
 */
export type ToView =
  | { readonly type: 'reset' }
  /** Another engine goes on with what the view shows: its series have other numbers, and some rows come again. */
  | { readonly type: 'renewed' }
  | { readonly type: 'series'; readonly series: readonly SeriesInfo[] }
  | { readonly type: 'rows'; readonly rows: readonly Rows[] }
  | { readonly type: 'activity'; readonly activity: Activity }
  | { readonly type: 'live' }
  | { readonly type: 'history'; readonly question: number; readonly answer: HistoryAnswer }
  | { readonly type: 'noHistory'; readonly question: number; readonly reason: string }
  | { readonly type: 'status'; readonly status: EngineStatus }
  | { readonly type: 'alerts'; readonly alerts: ViewAlerts }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'marks'; readonly question: number; readonly marks: Marks }
  | { readonly type: 'noMarks'; readonly question: number; readonly reason: string }
  /** What the dashboard shows. `problem`: why the file is not in force as it is written, for people. */
  | { readonly type: 'layout'; readonly layout: Layout; readonly problem?: string }
  /** What the view sent to be copied is on the clipboard. */
  | { readonly type: 'copied' }
  /** Whether the view shall measure how it feels to its user; until it is told, it does not. */
  | { readonly type: 'ux'; readonly isMeasured: boolean };

/** What a view shows of alerts. */
export interface ViewAlerts {
  /** The most severe and newest first. */
  readonly active: readonly AlertInfo[];
  /** Newest first, a few. */
  readonly recent: readonly AlertInfo[];
  /** Whether rules are looked at. */
  readonly isEnabled: boolean;
  /** Whether views play a sound for notices that have one. */
  readonly hasSound: boolean;
  /** How many rules are in force. */
  readonly rules: number;
}

/** Commands that a view may ask for; anything else it sends is ignored. */
export const viewCommands = [
  'resume',
  'pause',
  'showLog',
  'runDiagnostics',
  'openSettings',
  'connectRuntime',
  'openAlertRules',
  'openDashboard',
  'openEnergy',
  'openPerformance',
  'openLayout',
  'exportData',
  'backup',
  'validateStore',
] as const;
export type ViewCommand = (typeof viewCommands)[number];

export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'command'; readonly command: ViewCommand }
  | { readonly type: 'history'; readonly question: number; readonly request: HistoryRequest }
  | { readonly type: 'alert'; readonly command: AlertCommand }
  /**
   * From now on send these metrics, named with `*` for any part, in place of those that the view began with.
   * `isPastMissing`: the view kept no past of some of them, and wants all to begin anew with it.
   */
  | { readonly type: 'watch'; readonly metrics: readonly string[]; readonly isPastMissing?: true }
  | { readonly type: 'marks'; readonly question: number; readonly request: MarksRequest }
  | { readonly type: 'layout'; readonly change: LayoutChange }
  /** Asks the user where to, and writes a file. */
  | { readonly type: 'save'; readonly file: ViewFile }
  /** Puts a text on the clipboard. */
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'ux'; readonly figures: UxFigures };

/** A file that a view made for its user. */
export type ViewFile =
  | { readonly kind: 'csv'; readonly name: string; readonly text: string }
  | { readonly kind: 'png'; readonly name: string; readonly bytes: Uint8Array };
