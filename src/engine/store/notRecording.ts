import type { ComponentState } from '../../protocol/status';
import { StoreFailure } from './thread/storeThread';

/** Why what is recorded cannot be changed while nothing is recorded, which is so before a session and after the last. */
export function notRecording(state: ComponentState): StoreFailure {
  const reason =
    state.state === 'degraded'
      ? state.reason
      : 'Nothing is recorded at the moment, so that nothing of it can be changed. Try again in some seconds.';
  return new StoreFailure(reason, false);
}
