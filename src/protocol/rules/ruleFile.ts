import type { Problem, Problems } from '../text/problems';
import type { Rule } from './rule';

/** Something about a rule file that its writer should know. An error keeps its rule from being in force. */
export interface RuleProblem extends Problem {
  /** The rule it belongs to, where that is known. */
  readonly rule?: string;
}

/** Problems of a rule file while it is read. */
export type RuleProblems = Problems<{ readonly rule: string }>;

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
