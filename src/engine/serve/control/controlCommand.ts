import type { AlertCommand } from '../../../protocol/alerts';
import type { StoreJob } from '../../../protocol/storeJobs';

/** What the running monitor can be told to do over HTTP. */
export type ControlCommand =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Makes a link that opens the pages in a browser, once. */
  | { readonly kind: 'link' }
  | { readonly kind: 'alert'; readonly what: AlertCommand }
  | { readonly kind: 'silenceFor'; readonly alert: string; readonly minutes: number }
  /** Puts a text in place of the rule file; it has been looked at and has no error. */
  | { readonly kind: 'putRules'; readonly text: string }
  | Extract<StoreJob, { readonly kind: 'backup' | 'restore' | 'validate' | 'sessions' | 'purge' | 'maintenance' }>;
