import type { Reading, Reply } from '../adapter';
import { isForbidden } from '../http/httpResult';

/** What stands for a reading of which no answer could be used: a failure that says more than that a page is missing. */
export function firstFailure(replies: readonly Reply[], otherwise: string): Extract<Reading, { state: 'failed' }> {
  for (const { path, result } of replies) {
    const isMissing = result.outcome === 'status' && result.status === 404;
    if (result.outcome !== 'ok' && !isMissing) return { state: 'failed', path, failure: result };
  }
  const path = replies[0]?.path ?? '/';
  return { state: 'failed', path, failure: { outcome: 'malformed', reason: otherwise } };
}

/** The first answer that says nothing more needs to be looked at: not reached, or not allowed. */
export function endOf(replies: readonly Reply[]): Extract<Reading, { state: 'failed' }> | undefined {
  for (const { path, result } of replies) {
    if (result.outcome === 'ok') continue;
    if (result.outcome === 'refused' || result.outcome === 'timeout' || isForbidden(result))
      return { state: 'failed', path, failure: result };
  }
  return undefined;
}
