import type { MeasuredRequest } from '../../models/measuredRequest';

/** Times and speed of one request; NaN where they are not known or would mean nothing. */
export interface RequestFigures {
  /** Request to first content of any kind, ms. */
  readonly ttftMs: number;
  /** Request to the end of its answer, ms. */
  readonly durationMs: number;
  /** Tokens after the first, by the time from the first content to the last. */
  readonly tokensPerSecond: number;
  /** The same as the mean time between two tokens, ms. */
  readonly interTokenMs: number;
}

export function figuresOf(request: MeasuredRequest): RequestFigures {
  const tokens = request.counts?.output ?? request.tokensSeen;
  const generatingMs = request.lastContentAt - request.firstContentAt;
  const isMeasurable = tokens >= 2 && generatingMs > 0;
  return {
    ttftMs: request.firstContentAt - request.startedAt,
    durationMs: request.endedAt - request.startedAt,
    tokensPerSecond: isMeasurable ? ((tokens - 1) * 1000) / generatingMs : NaN,
    interTokenMs: isMeasurable ? generatingMs / (tokens - 1) : NaN,
  };
}
