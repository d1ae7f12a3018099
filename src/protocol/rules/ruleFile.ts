import type { Rule } from './rule';

/** Something about a rule file that its writer should know. */
export interface RuleProblem {
  /** `error`: the rule is not in force. `warning`: it is, but perhaps not as meant. */
  readonly weight: 'error' | 'warning';
  /** What is wrong, what it means and what would be right, for people. */
  readonly message: string;
  /** The rule it belongs to, where that is known. */
  readonly rule?: string;
  /** Place in the text, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** A rule and where it stands in the text, in UTF-16 units. */
export interface PlacedRule {
  readonly rule: Rule;
  readonly offset: number;
  readonly length: number;
}

/** What a rule file says: the good rules are in force whatever is wrong with the others. */
export interface RuleFile {
  readonly rules: readonly PlacedRule[];
  readonly problems: readonly RuleProblem[];
  /** The text as a whole could not be read, so that rules which were in force stay so. */
  readonly isBroken: boolean;
}
