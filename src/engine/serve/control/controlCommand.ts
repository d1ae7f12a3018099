import type { StoreJob } from '../../../protocol/storeJobs';

/** What the running monitor can be told to do over HTTP. */
export type ControlCommand =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | Extract<StoreJob, { readonly kind: 'backup' | 'restore' | 'validate' | 'sessions' | 'purge' | 'maintenance' }>;
