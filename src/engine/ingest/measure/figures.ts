import type { MeasuredRequest } from '../../models/measuredRequest';

/** Times and speed of one request; NaN where they are not known or would mean nothing. */
export interface RequestFigures {
  /** Request to first content of any kind, ms. An answer in one piece has none. */
  readonly ttftMs: number;
  /** Request to the end of its answer, ms. */
  readonly durationMs: number;
  /**
   * Tokens after the first, by the time from the first content to the last; where that says nothing, as for an answer
   * in one piece, all tokens by the time that the runtime says it took to generate them.
   */
  readonly tokensPerSecond: number;
  /** The same as the mean time between two tokens, ms. */
  readonly interTokenMs: number;
}

export function figuresOf(request: MeasuredRequest): RequestFigures {
  const tokenMs = passingTokenMs(request) ?? toldTokenMs(request) ?? NaN;
  return {
    ttftMs: request.firstContentAt - request.startedAt,
    durationMs: request.endedAt - request.startedAt,
    tokensPerSecond: 1000 / tokenMs,
    interTokenMs: tokenMs,
  };
}

/** Mean time between two tokens as they passed by, ms. */
function passingTokenMs({
  counts,
  tokensSeen,
  sawReasoning,
  firstContentAt,
  lastContentAt,
}: MeasuredRequest): number | undefined {
  const tokens = counts?.output ?? tokensSeen;
  const spanMs = lastContentAt - firstContentAt;
  // Reasoning that is counted but not shown was generated before the first content, at a speed that nobody saw.
  const isPartHidden = (counts?.reasoning ?? 0) > 0 && !sawReasoning;
  return tokens >= 2 && spanMs > 0 && !isPartHidden ? spanMs / (tokens - 1) : undefined;
}

function toldTokenMs({ counts, generatedMs }: MeasuredRequest): number | undefined {
  const tokens = counts?.output ?? 0;
  return tokens >= 2 && generatedMs !== undefined && generatedMs > 0 ? generatedMs / tokens : undefined;
}
