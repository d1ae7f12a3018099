import type { Labels, Unit } from './metric';
import type { RuleProblem } from './rules/ruleFile';
import type { Severity } from './rules/rule';

/** `silenced` and `acknowledged` are firing alerts that somebody has seen. */
export const alertStates = ['pending', 'firing', 'acknowledged', 'silenced', 'resolved'] as const;
export type AlertState = (typeof alertStates)[number];

/** A concrete next step, with what the data says. */
export interface Advice {
  readonly kind: 'mitigation' | 'diagnostic';
  readonly target: string;
  readonly message: string;
}

/** One alert: a rule for one set of labels. */
export interface AlertInfo {
  /** The same for the same rule and labels, whenever it fires. */
  readonly id: string;
  readonly rule: string;
  /** Of the rule, for people. */
  readonly name: string;
  readonly category: string;
  readonly severity: Severity;
  readonly state: AlertState;
  /** What is the matter, with figures and units, for people. */
  readonly message: string;
  readonly labels: Labels;
  /** When its condition began to hold, ms since 1970. */
  readonly since: number;
  /** When it began to fire, ms since 1970. */
  readonly firedAt?: number;
  readonly acknowledgedAt?: number;
  /** Milliseconds since 1970, or until it is resolved. */
  readonly silencedUntil?: number | 'resolved';
  readonly resolvedAt?: number;
  /** Why it was resolved when not because its condition holds no more, for people. */
  readonly reason?: string;
  /** What was measured, in `unit`; null where nothing is. */
  readonly value: number | null;
  readonly threshold: number | null;
  readonly unit: Unit | null;
  /** Alerts with the same incident fire together for related causes. */
  readonly incident: string;
  readonly advice: readonly Advice[];
  /** The alert that keeps this one quiet. */
  readonly inhibitedBy?: string;
}

export interface SilenceInfo {
  readonly alert: string;
  readonly rule: string;
  readonly labels: Labels;
  readonly until: number | 'resolved';
}

export type RuleState = 'off' | 'waiting' | 'quiet' | 'pending' | 'firing';

export interface RuleStatus {
  readonly id: string;
  readonly name: string;
  readonly state: RuleState;
  /** Why it waits, such as for data that nothing delivers, for people. */
  readonly reason?: string;
  /** Sets of labels that it watches. */
  readonly instances: number;
  /** Milliseconds since 1970. */
  readonly lastFiredAt?: number;
}

/** Where all alerts stand. */
export interface AlertsInfo {
  /** Pending and firing, the most severe and newest first. */
  readonly active: readonly AlertInfo[];
  /** Resolved, newest first. */
  readonly recent: readonly AlertInfo[];
  readonly silences: readonly SilenceInfo[];
  readonly rules: readonly RuleStatus[];
  /** Of the rule file. */
  readonly problems: readonly RuleProblem[];
  /** Absolute path of the rule file. */
  readonly file: string;
}

/** What is told to people at once; one for each incident. */
export interface Notice {
  /** Grows with every notice of an engine. */
  readonly id: number;
  readonly level: Severity;
  /** For people; one line. */
  readonly message: string;
  /** Ids of the alerts it is about, the most severe first; none where it sums up what was too much to tell. */
  readonly alerts: readonly string[];
  readonly incident: string;
  /** How long it stays where we draw it ourselves; undefined: until it is closed. */
  readonly durationMs?: number;
  readonly hasSound: boolean;
  readonly advice: readonly Advice[];
  /** Commands that the rules want to have run, if the user allowed them. */
  readonly commands: readonly NoticeCommand[];
}

export interface NoticeCommand {
  readonly rule: string;
  readonly command: string;
  readonly args: readonly (string | number | boolean)[];
}

/** What people do about an alert. */
export type AlertCommand =
  | { readonly kind: 'acknowledge'; readonly alert: string }
  | { readonly kind: 'silence'; readonly alert: string; readonly until: number | 'resolved' }
  | { readonly kind: 'unsilence'; readonly alert: string };

/** How a rule would have done over a stretch of the past. */
export interface RuleTest {
  readonly rule: string;
  readonly name: string;
  /** Oldest first, at most 1,000. */
  readonly firings: readonly RuleFiring[];
  /** All of them. */
  readonly count: number;
  /** Share of the recorded time that it would have fired, 0 to 1. */
  readonly share: number;
  /** Why it could not be tried, for people. */
  readonly reason?: string;
}

export interface RuleFiring {
  readonly labels: Labels;
  readonly severity: Severity;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** undefined: it would still fire at the end. */
  readonly to?: number;
  readonly message: string;
}

export interface RuleTestReport {
  /** Milliseconds since 1970: the recorded past that was gone through. */
  readonly from: number;
  readonly to: number;
  /** How much of it was recorded, ms. */
  readonly recordedMs: number;
  readonly rules: readonly RuleTest[];
  readonly problems: readonly RuleProblem[];
}
