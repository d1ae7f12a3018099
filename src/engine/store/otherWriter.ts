import type { ComponentStatus } from '../../protocol/status';

/** Why nothing is recorded here while another has the writer's lock, for people. */
export const recordedElsewhere =
  'Another window or program records into this data folder, so nothing is recorded twice. What is recorded there shows here too; this one takes over when the other ends.';

/** Why what is recorded cannot be changed here meanwhile, and what to do, for people. */
const changedElsewhere =
  'Another window or program records into this data folder, and only there can what is recorded be changed. Do it in that window; or close it, and try again here after some seconds.';

/** Why what is recorded cannot be changed while nothing is recorded here, for people. */
export function whyUnchanged(status: ComponentStatus, isElsewhere: boolean): string {
  return !isElsewhere && status.state === 'degraded' ? status.reason : changedElsewhere;
}
