import type { TokenCounts } from '../../../models/measuredRequest';

/** The runtime's own account of a generation, which outranks the usage that it reports. */
export interface NativeTimings extends TokenCounts {
  /** Time spent generating, ms. */
  readonly generatedMs?: number;
}

/** What one event of a stream, or an answer as a whole, says. What it does not say is missing. */
export interface EventFacts {
  /** Pieces of content, one for each choice or tool call that got some. */
  text?: number;
  reasoning?: number;
  tool?: number;
  /** Number of the choice that it belongs to, from 0. */
  choice?: number;
  /** Tokens generated so far, where the runtime counts along. */
  tokensSoFar?: number | undefined;
  usage?: TokenCounts;
  /** Prompt tokens that count only where no usage told them. */
  lateInput?: TokenCounts;
  timings?: NativeTimings | undefined;
  loadMs?: number | undefined;
  model?: string | undefined;
  /** Entries of generated tokens with their log-probabilities. */
  entries?: readonly unknown[] | undefined;
  /** A choice has got all its content. */
  isFinished?: boolean;
  /** The answer is complete. */
  isOver?: boolean;
  /** The runtime gave up: a short name of the error, empty where it has none that may be shown. */
  error?: string;
}

/** How a kind of answer is to be read. */
export interface Dialect {
  /** Of one event of a stream. Never throws, whatever the event is. */
  readonly event: (event: Wire) => EventFacts;
  /** Top-level keys and longer paths that are wanted of an answer in one piece. */
  readonly wanted: readonly string[];
  /** Paths of entries with log-probabilities in it. */
  readonly entries: readonly string[];
  /** Of an answer in one piece, from the values at the wanted paths. */
  readonly body: (values: Wire) => EventFacts;
}

/** An object from the wire. Only names that no object has by itself are looked up in it. */
export type Wire = Readonly<Record<string, unknown>>;
