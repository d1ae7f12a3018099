import type { Severity } from './rules/rule';

/** When an alert fired. */
export interface AlertMark {
  readonly id: string;
  readonly rule: string;
  readonly name: string;
  readonly severity: Severity;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** null: it fires still. */
  readonly to: number | null;
}

/** When the monitor recorded. */
export interface SessionMark {
  readonly id: string;
  readonly from: number;
  /** null: it goes on, or its end is not known. */
  readonly to: number | null;
}

export interface MarksRequest {
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly to: number;
}

/** What happened in a stretch of time, for charts to point at; oldest first. */
export interface Marks {
  readonly alerts: readonly AlertMark[];
  readonly sessions: readonly SessionMark[];
  /** False: there were more, and only the newest are here. */
  readonly isComplete: boolean;
}
