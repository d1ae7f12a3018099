import type { HistoryAnswer, HistoryRequest } from './history';
import type { SeriesInfo } from './metric';
import type { Activity } from './requests';
import type { Rows } from './rows';
import type { EngineStatus } from './status';

/** What a view is told. The first `rows` after `reset` are history, the later ones live; their shape is the same. */
export type ToView =
  | { readonly type: 'reset' }
  | { readonly type: 'series'; readonly series: readonly SeriesInfo[] }
  | { readonly type: 'rows'; readonly rows: readonly Rows[] }
  | { readonly type: 'activity'; readonly activity: Activity }
  | { readonly type: 'live' }
  | { readonly type: 'history'; readonly question: number; readonly answer: HistoryAnswer }
  | { readonly type: 'noHistory'; readonly question: number; readonly reason: string }
  | { readonly type: 'status'; readonly status: EngineStatus };

/** Commands that a view may ask for; anything else it sends is ignored. */
export const viewCommands = ['resume', 'pause', 'showLog', 'runDiagnostics', 'openSettings', 'connectRuntime'] as const;
export type ViewCommand = (typeof viewCommands)[number];

export type FromView =
  | { readonly type: 'ready' }
  | { readonly type: 'command'; readonly command: ViewCommand }
  | { readonly type: 'history'; readonly question: number; readonly request: HistoryRequest };
