import { messageOf } from '../../../protocol/messageOf';
import { describe, isForbidden, type HttpFailure } from './http/httpResult';

/** Why a runtime is not read, what that means and what would mend it, for people. */
export function reasonFor(url: string, failure: HttpFailure): string {
  const what = `${url} ${failure.outcome === 'refused' ? 'is not reached: ' : ''}${describe(failure)}`;
  return `${what}. Its figures are missing until that changes. ${nextStep(failure)}`;
}

function nextStep(failure: HttpFailure): string {
  if (isForbidden(failure))
    return 'The monitor has no way to hold that key: start the server without one, or do without its figures.';
  if (failure.outcome === 'refused' && failure.by === 'connection')
    return 'Start the server, or correct the setting wirthforge.runtimes; it is tried again by itself.';
  if (failure.outcome === 'refused') return 'Correct the setting wirthforge.runtimes.';
  if (failure.outcome === 'malformed' || failure.outcome === 'tooLarge')
    return 'Check that the address and the kind in wirthforge.runtimes are those of this server.';
  return "It is tried again by itself; if it stays so, see the server's own log.";
}

/** A runtime that is alive, but does not come to answering. */
export function tooBusyReason(url: string): string {
  return `${url} answers, but gives no figures while it works on a long prompt. They come back by themselves.`;
}

/** A runtime that is read except for a part. */
export function partlyReason(url: string, problem: string): string {
  return `${url} ${problem}. Figures that need it are missing; see the server's own log.`;
}

/** An error of ours while reading a runtime. */
export function faultReason(url: string, error: unknown): string {
  const said = messageOf(error);
  return `${url} could not be read because of a fault in the monitor (${said}). It is tried again by itself.`;
}
