import type { RequestKind, RequestState } from '../../protocol/requests';

/** Tokens of a request as the runtime counted them. */
export interface TokenCounts {
  /** Prompt tokens, those reused from a cache included. */
  readonly input?: number;
  readonly cached?: number;
  /** Generated tokens, reasoning included. */
  readonly output?: number;
  readonly reasoning?: number;
}

/** Sums over the tokens that carried log-probabilities. */
export interface EntropySums {
  /** How many tokens they were. */
  tokens: number;
  /** Bits. */
  lower: number;
  upper: number;
  /** Whether the size of the vocabulary had to be assumed, on which the upper bound depends. */
  isVocabularyAssumed: boolean;
}

/**
 * What passed by of one request, as far as it is known now. Times are milliseconds of the monotonic clock; NaN stands
 * for what has not happened.
 */
export interface MeasuredRequest {
  /** Grows with every request of an engine. */
  readonly id: number;
  readonly runtime: string;
  readonly kind: RequestKind;
  /** Milliseconds since 1970. */
  readonly startedAtWall: number;
  /** The request's head was received in full: t0 of every time below. */
  readonly startedAt: number;
  /** As the client asked for it, until the runtime says which one it is. */
  model: string | undefined;
  /** Whether `model` is what the runtime said. */
  isModelSaid: boolean;
  state: RequestState;
  status: number | undefined;
  /** First content of any kind that a model generated. */
  firstContentAt: number;
  /** First text meant for the reader: neither reasoning nor the arguments of a tool call. */
  firstTextAt: number;
  /** Last content. */
  lastContentAt: number;
  endedAt: number;
  /** Events with content. */
  contentEvents: number;
  /** Reads of the connection with content; gaps between events of one read say nothing. */
  contentReads: number;
  /**
   * Tokens seen so far by the best sign there is: counts that the runtime sends while it generates, else entries with
   * log-probabilities, else events with content.
   */
  tokensSeen: number;
  /** Whether `tokensSeen` counts events, each of which may hold several tokens. */
  isByEvents: boolean;
  /** The runtime's own final counts; those that it did not give are missing. */
  counts: TokenCounts | undefined;
  /** Whether content that the runtime counts as reasoning passed by. */
  sawReasoning: boolean;
  /** Time that the runtime says it took to load the model first, ms. */
  loadMs: number;
  /** Time that the runtime says it took to generate `counts.output` tokens, ms; set when the answer is over. */
  generatedMs?: number;
  readonly entropy: EntropySums;
  /** What went wrong, for people; never a part of a prompt or an answer. */
  problem: string | undefined;
}

/** Told of requests as they pass. Called on every stream event, so it must be quick, and never throws. */
export interface RequestSink {
  begun(request: MeasuredRequest): void;
  /** Content passed by, with so many more tokens in it. */
  progressed(request: MeasuredRequest, tokens: number): void;
  /** The answer is over, one way or another: `state`, `endedAt` and `counts` are final. */
  ended(request: MeasuredRequest): void;
}
