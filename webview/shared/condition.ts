import type { EngineStatus } from '../../src/protocol/status';
import { clockTime } from './format';

/** How the monitor is, in a word and, where it is not simply well, in a sentence. */
export interface Condition {
  readonly kind: 'connecting' | 'live' | 'paused' | 'degraded' | 'silent' | 'unrecorded';
  readonly label: string;
  readonly detail?: string;
}

/** @param newest Time of the newest sample, ms since 1970; 0 without any. */
export function conditionOf(status: EngineStatus | undefined, isSilent: boolean, newest: number): Condition {
  if (status?.paused === true) {
    return {
      kind: 'paused',
      label: 'Paused',
      detail: 'Nothing is read until you resume. The charts keep what they have.',
    };
  }
  if (isSilent) {
    const since = newest > 0 ? ` since ${clockTime(newest)}` : '';
    const detail = `The monitor has sent nothing${since}. The figures are old. Open the log to see why; the charts go on by themselves when data comes.`;
    return { kind: 'silent', label: 'No data', detail };
  }
  if (!status) return { kind: 'connecting', label: 'Connecting' };
  const degraded = status.components.filter((part) => part.state === 'degraded');
  const reasons = degraded.map((part) => `${part.id}: ${part.reason}`);
  // Nothing that is shown is missing: only what is kept of it, or another window keeps it.
  const [only, ...others] = degraded;
  if (only?.id === 'store' && others.length === 0)
    return { kind: 'unrecorded', label: 'Not recording here', detail: only.reason };
  if (reasons.length > 0) {
    return { kind: 'degraded', label: 'Degraded', detail: `Some figures are missing.\n${reasons.join('\n')}` };
  }
  return { kind: 'live', label: 'Live' };
}
