import type { RequestKind } from '../../../src/protocol/requests';
import type { MeasuredRequest } from '../../../src/engine/models/measuredRequest';

let nextId = 1;

/** A request of which nothing is known yet but its start. */
export function requestAt(at: number, changes: Partial<MeasuredRequest> = {}): MeasuredRequest {
  return {
    id: nextId++,
    runtime: 'local',
    kind: 'chat' satisfies RequestKind,
    startedAtWall: at,
    startedAt: at,
    model: 'm',
    isModelSaid: false,
    state: 'waiting',
    status: undefined,
    firstContentAt: NaN,
    firstTextAt: NaN,
    lastContentAt: NaN,
    endedAt: NaN,
    contentEvents: 0,
    contentReads: 0,
    tokensSeen: 0,
    isByEvents: true,
    counts: undefined,
    sawReasoning: false,
    loadMs: NaN,
    entropy: { tokens: 0, lower: 0, upper: 0, isVocabularyAssumed: false },
    problem: undefined,
    ...changes,
  };
}

/** One event with content of one token. */
export function contentAt(request: MeasuredRequest, at: number): void {
  request.state = 'generating';
  if (Number.isNaN(request.firstContentAt)) request.firstContentAt = at;
  request.lastContentAt = at;
  request.contentEvents++;
  request.contentReads++;
  request.tokensSeen++;
}
