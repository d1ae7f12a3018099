import * as l10n from '@vscode/l10n';
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
      label: l10n.t('Paused'),
      detail: l10n.t('Nothing is read until you resume. The charts keep what they have.'),
    };
  }
  if (isSilent) {
    const detail =
      newest > 0
        ? l10n.t(
            'The monitor has sent nothing since {0}. The figures are old. The charts go on by themselves when data comes; if none does, open the log to see why, or close this page and open it again.',
            clockTime(newest),
          )
        : l10n.t(
            'The monitor has sent nothing. The figures are old. The charts go on by themselves when data comes; if none does, open the log to see why, or close this page and open it again.',
          );
    return { kind: 'silent', label: l10n.t('No data'), detail };
  }
  if (!status) return { kind: 'connecting', label: l10n.t('Connecting') };
  const degraded = status.components.filter((part) => part.state === 'degraded');
  const reasons = degraded.map((part) => `${part.id}: ${part.reason}`);
  // Nothing that is shown is missing: only what is kept of it.
  const [only, ...others] = degraded;
  if (only?.id === 'store' && others.length === 0)
    return { kind: 'unrecorded', label: l10n.t('Not recording here'), detail: only.reason };
  if (reasons.length > 0) {
    return {
      kind: 'degraded',
      label: l10n.t('Degraded'),
      detail: `${l10n.t('Some figures are missing.')}\n${reasons.join('\n')}`,
    };
  }
  return { kind: 'live', label: l10n.t('Live') };
}
