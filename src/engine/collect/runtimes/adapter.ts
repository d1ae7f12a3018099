import type { LatencySummary } from '../../../protocol/requests';
import type { ModelStatus, RuntimeKind } from '../../../protocol/status';
import type { Figures, Shortfalls } from './figures';
import type { HttpFailure, HttpResult } from './http/httpResult';
import type { LoopbackAddress } from './http/loopbackAddress';

export interface Reply {
  readonly path: string;
  readonly result: HttpResult;
  /** When it had arrived, in milliseconds of the monotonic clock. */
  readonly at: number;
}

export interface ModelReading {
  readonly status: ModelStatus;
  /** Absent while the model is being loaded. */
  readonly figures?: Readonly<Figures>;
  readonly shortfalls?: Shortfalls;
  /** Times to the first token over the last five minutes, from a runtime that keeps a histogram of them. */
  readonly ttft?: LatencySummary;
  /** Tokens that the model knows, where the runtime says so. */
  readonly vocabularyTokens?: number;
}

export type Reading =
  | {
      readonly state: 'read';
      readonly models: readonly ModelReading[];
      readonly version?: string;
      readonly notes: readonly string[];
      /** What keeps some of the figures away now, in words that fit after the runtime's URL. */
      readonly problem?: string;
    }
  | { readonly state: 'failed'; readonly failure: HttpFailure; readonly path: string };

/** A path of another server. */
export interface Route {
  readonly address: LoopbackAddress;
  readonly path: string;
}

/** Knows one kind of runtime: what to ask it, and what its answers mean. Does no input or output itself. */
export interface Adapter {
  readonly kind: RuntimeKind;
  /** A path that a runtime answers even while it is too busy for figures. */
  readonly pulsePath: string;
  /** Paths to ask for now, one after another. */
  plan(at: number): readonly string[];
  /** What the answers say. The last ones are missing where the runtime was not reached. */
  digest(replies: readonly Reply[]): Reading;
  /** Milliseconds that should lie between readings now. */
  periodMs(at: number): number;
  /** The runtime was not reached: what was under way there is unknown, and it may come back as another one. */
  lost(): void;
  /** Where a path is asked for that a server behind the runtime answers; undefined for its own paths. */
  route?(path: string): Route | undefined;
  /** Ports of the servers behind it: it tells of them, so they are not watched by themselves. */
  readonly portsBehind?: ReadonlySet<number>;
}
