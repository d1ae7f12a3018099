import type { Quality } from './metric';

/** What a client asked a runtime for. */
export type RequestKind = 'chat' | 'completion' | 'responses' | 'messages' | 'generate' | 'embeddings' | 'other';

/** Where a request stands, or how it ended. `refused` is the runtime's 429, `failed` every other error. */
export type RequestState = 'waiting' | 'generating' | 'done' | 'cancelled' | 'failed' | 'refused';

/** Two bounds that a value lies between. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** One request that passed through the measuring proxy: figures only, never a prompt or an answer. */
export interface RequestInfo {
  /** Grows with every request of an engine. */
  readonly id: number;
  readonly runtime: string;
  readonly model: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Status of the runtime's answer, once there is one. */
  readonly status?: number;
  /** Time from the request to the first generated content of any kind, ms. */
  readonly ttftMs?: number;
  /** Time from the request to the end of its answer, ms. */
  readonly durationMs?: number;
  /** Tokens after the first, by the time from the first content to the last; absent with fewer than two tokens. */
  readonly tokensPerSecond?: number;
  readonly inputTokens?: number;
  readonly cachedTokens?: number;
  readonly outputTokens?: number;
  readonly reasoningTokens?: number;
  /** `measured`: the runtime's own counts. `estimated`: what passed by. `unavailable`: neither. */
  readonly tokenQuality: Quality;
  /** Mean over the tokens that carried log-probabilities, bits. */
  readonly entropyBits?: Interval;
  /** Share of the tokens that carried log-probabilities, 0 to 1. */
  readonly entropyShare?: number;
  /** Energy above idle that is attributed to the request, joules. */
  readonly energyJoules?: number;
  /** Of `energyJoules`. */
  readonly energyQuality?: Exclude<Quality, 'unavailable'>;
  /** What went wrong, for people. */
  readonly problem?: string;
}

/** Times of the last five minutes, ms. */
export interface LatencySummary {
  readonly p50: number;
  readonly p95: number;
  readonly count: number;
  /** The proxy sees each request; a runtime's histogram only tells between which bounds it lies. */
  readonly source: 'proxy' | 'histogram';
  /** The value lies beyond the histogram's last bound. */
  readonly isAtLeast?: true;
}

/** What a model did lately and today; it accompanies the figures that are metrics. */
export interface ModelActivity {
  readonly runtime: string;
  readonly model: string;
  readonly ttft?: LatencySummary;
  /** Tokens since midnight, or since the monitor started where that was later. */
  readonly today?: {
    readonly input: number;
    readonly output: number;
    /** Milliseconds since 1970. */
    readonly since: number;
    /** Some of them were recorded before the monitor was started anew, and were an estimate. */
    readonly isEstimated?: true;
  };
  /** Energy for each generated token over the last minutes, joules; `gross` includes its part of idle power. */
  readonly joulesPerToken?: { readonly aboveIdle: number; readonly gross: number; readonly quality: Quality };
  /** Why there is no energy, for people. */
  readonly energyReason?: string;
  /** Share of the tokens of the last requests that carried log-probabilities, 0 to 1. */
  readonly entropyShare?: number;
}

/** What the dashboard shows of requests besides metrics. */
export interface Activity {
  readonly models: readonly ModelActivity[];
  /** Newest first: those under way, and the last ones that ended. */
  readonly requests: readonly RequestInfo[];
}
