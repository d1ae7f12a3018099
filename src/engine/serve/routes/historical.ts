import { aggregates, type HistoryAnswer, type HistoryRequest } from '../../../protocol/history';
import { messageOf } from '../../../protocol/messageOf';
import { HistoryRefusal } from '../../store/query/historyRefusal';
import type { Answer } from '../answer';
import { historyPieces } from '../historyPieces';
import type { Parameters } from '../parameters';
import { badRequest, Refusal } from '../refusal';
import type { Sources } from '../sources';

const mostPoints = 50_000;
const defaultReachMs = 300_000;

/** `GET /api/metrics/historical`: each sample, or one value for each step, of all that is kept. */
export function historical(parameters: Parameters, sources: Sources): Answer {
  parameters.only('metric', 'from', 'to', 'step', 'agg');
  const now = sources.now();
  const pattern = parameters.pattern();
  const to = parameters.time('to', now);
  const from = parameters.time('from', Math.max(0, to - defaultReachMs));
  if (from > to) throw badRequest('from is later than to. Both are ms since 1970; exchange them.');
  const stepMs = parameters.step() ?? 0;
  const agg = parameters.choice('agg', aggregates, 'avg');
  const request: HistoryRequest = { metrics: [pattern], from, to, stepMs, aggregates: [agg], mostPoints };
  return {
    later: async (gone) => ({ pieces: historyPieces(await ask(sources, request, gone), agg) }),
  };
}

/** @throws Refusal 400 when the answer would be too large, 503 when there is none. */
async function ask(sources: Sources, request: HistoryRequest, gone: AbortSignal): Promise<HistoryAnswer> {
  try {
    return await sources.history(request, gone);
  } catch (error) {
    if (error instanceof HistoryRefusal) throw badRequest(error.message);
    const reason = messageOf(error);
    throw new Refusal(503, 'history_unavailable', reason, { 'Retry-After': '5' });
  }
}
