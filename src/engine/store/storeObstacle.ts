import type { ComponentState } from '../../protocol/status';
import type { Recording } from './recording';
import type { StoreWorkKind } from './thread/storeLink';

/** A writing that takes longer holds up those who copy the files, ms. */
const slowWriteMs = 1000;

/** Why files of the store change, or are about to, by what its thread does; questions change none. */
const changes: Partial<Record<StoreWorkKind, string>> = {
  recover: 'The store puts in order what earlier sessions left. That ends by itself.',
  seal: 'The store turns a journal into segments. That ends by itself.',
  upkeep: 'The store puts old files together and removes what is kept no longer. That ends by itself.',
  job: 'The store does a job that somebody asked for, such as an export or a check. Wait until it has ended.',
  scheduledBackup: 'The store makes the backup that was due. That ends by itself.',
};

export interface StoreSituation {
  readonly state: ComponentState['state'];
  /** It is encrypted, and nobody gave what opens it. */
  readonly isLocked: boolean;
  readonly recording:
    | {
        readonly hasEnded: boolean;
        readonly thread: Pick<Recording['thread'], 'working'>;
        readonly writer: Pick<Recording['writer'], 'busyMs'>;
      }
    | undefined;
}

/** Why the files of the store are not at rest, for people, naming none of them; undefined when they are. */
export function storeObstacle({ state, isLocked, recording }: StoreSituation): string | undefined {
  if (!recording) {
    if (isLocked) return 'The store is locked, so nothing is recorded. Unlock it in the editor.';
    if (state === 'starting') return 'The store begins a session. That ends by itself.';
    return 'Nothing is recorded. The part "store" says why.';
  }
  if (recording.hasEnded) return 'The store is between two sessions. That ends by itself.';
  if (state === 'degraded')
    return 'What is measured cannot be written to the store at the moment. The part "store" says why.';
  for (const kind of recording.thread.working()) if (changes[kind] !== undefined) return changes[kind];
  if (recording.writer.busyMs >= slowWriteMs)
    return 'The disk takes long to write what was measured. Wait until it keeps up.';
  return undefined;
}
