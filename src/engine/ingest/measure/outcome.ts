import type { RequestState } from '../../../protocol/requests';
import type { ExchangeEnd } from '../proxy/exchangeTap';

/** What is known of an answer when its exchange is over. */
export interface AnswerEnd {
  readonly how: ExchangeEnd;
  /** Undefined when there was no answer. */
  readonly status: number | undefined;
  /** Name of the error that the answer held, empty for one without; undefined for none. */
  readonly error: string | undefined;
  /** Whether the answer itself said that it is complete. */
  readonly isOver: boolean;
  /** Whether the answer was read to its end, in a form that says when it is complete, and did not say so. */
  readonly isCut: boolean;
}

export interface Outcome {
  readonly state: Extract<RequestState, 'done' | 'cancelled' | 'failed' | 'refused'>;
  readonly problem?: string;
}

const failed = (problem: string): Outcome => ({ state: 'failed', problem });

/** How a request ended, and for people what went wrong. */
export function outcomeOf({ how, status, error, isOver, isCut }: AnswerEnd): Outcome {
  if (how === 'unreachable')
    return failed('The runtime was not reached. Check that it runs, and its URL in the setting runtimes.');
  const named = error ? ` (${error})` : '';
  if (status !== undefined && status >= 400) return refusal(status, named);
  if (error !== undefined)
    return failed(`The runtime broke off its answer with an error${named}. See its own log for the reason.`);
  // Clients may hang up as soon as they have all of an answer.
  if (how !== 'complete' && !isOver) return how === 'cancelled' ? { state: 'cancelled' } : dropped(status);
  if (isCut) return failed('The runtime ended its answer before it was complete. See its own log for the reason.');
  return { state: 'done' };
}

function dropped(status: number | undefined): Outcome {
  const where = status === undefined ? 'without an answer' : 'in the middle of its answer';
  return failed(`The runtime closed the connection ${where}. Check that it still runs, and see its own log.`);
}

function refusal(status: number, named: string): Outcome {
  if (status === 429)
    return {
      state: 'refused',
      problem: `The runtime refused the request with status 429${named}: it has too many at once. Try again later, or send fewer at a time.`,
    };
  return failed(
    status < 500
      ? `The runtime turned the request down with status ${status}${named}. The client was told why; correct what it asks for.`
      : `The runtime failed with status ${status}${named}. See its own log for the reason.`,
  );
}
