import type { Node } from 'jsonc-parser';
import type { FoundRules } from './foundRules';
import { isComparison, readComparison } from './otherForms/comparisons';
import { isPatternRule, readPatternRule } from './otherForms/patternRules';
import { readThreshold } from './otherForms/thresholds';
import { readRule } from './read/readRule';
import type { Rule } from './rule';
import type { Section } from './text/outline';
import type { RuleProblems } from './ruleFile';
import type { Span } from '../text/problems';
import { RuleScope } from './text/ruleScope';
import { membersOf } from '../text/tree';
import { treeOf } from './text/treeOf';

type ReadEntry = (key: string, place: Span, value: Node, scope: RuleScope) => Rule | undefined;

/** Objects of which each entry stands for a rule. */
const entryReaders: Readonly<Record<string, ReadEntry>> = {
  alert_thresholds: readThreshold,
  alertThresholds: readThreshold,
  alerts: readComparison,
};
const listKeys = ['rules', 'alert_rules'];
const knownKeys = [...listKeys, ...Object.keys(entryReaders), '$schema', 'version', 'description'];

/** What the file's own keys may be; those of a whole configuration are no mistake. */
export function isKnownKey(key: string): boolean {
  return knownKeys.includes(key);
}

/** Reads the rules of a section. @returns Whether it is one that holds rules. */
export function readSection(text: string, section: Section, problems: RuleProblems, found: FoundRules): boolean {
  const { key, kind, parts } = section;
  if (key === undefined || listKeys.includes(key)) {
    if (kind === 'list') for (const part of parts) readElement(text, part, problems, found);
    return kind === 'list';
  }
  const readEntry = Object.hasOwn(entryReaders, key) ? entryReaders[key] : undefined;
  if (readEntry === undefined || kind !== 'object') return false;
  return parts.some((part) => readEntries(text, part, readEntry, problems, found));
}

function readElement(text: string, part: Section['parts'][number], problems: RuleProblems, found: FoundRules): void {
  const scope = new RuleScope(problems, undefined);
  const tree = treeOf(text, part, scope);
  if (tree === undefined) return;
  const rules = isPatternRule(tree) ? readPatternRule(tree, scope) : [readRule(tree, scope)];
  for (const rule of rules) if (rule) found.add(rule, part, scope);
}

function readEntries(
  text: string,
  part: Section['parts'][number],
  readEntry: ReadEntry,
  problems: RuleProblems,
  found: FoundRules,
): boolean {
  const tree = treeOf(text, part, new RuleScope(problems, undefined));
  const members = [...((tree && membersOf(tree)) ?? [])];
  // A configuration has settings of alerts by the same name.
  if (readEntry === readComparison && !members.some(([key]) => isComparison(key))) return false;
  for (const [key, { key: name, value }] of members) {
    const scope = new RuleScope(problems, key.slice(0, 128));
    const rule = readEntry(key, name, value, scope);
    if (rule) found.add(rule, { offset: name.offset, length: value.offset + value.length - name.offset }, scope);
  }
  return true;
}
