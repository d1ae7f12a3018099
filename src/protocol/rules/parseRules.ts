import { limits } from './limits';
import { readRule } from './read/readRule';
import type { Rule } from './rule';
import type { PlacedRule, RuleFile } from './ruleFile';
import { outlineOf, type Section } from './text/outline';
import type { Stretch } from './text/passOver';
import { Problems } from './text/problems';
import { RuleScope } from './text/ruleScope';
import { Tokens } from './text/tokens';
import { treeOf } from './text/treeOf';

/** Reads a rule file. Whatever it holds, each good rule in it is in force and each problem has its place; it never throws. */
export function parseRules(text: string): RuleFile {
  const refusal = refusalOf(text);
  if (refusal !== undefined) {
    const problems = new Problems('');
    problems.add('error', { offset: 0, length: 0 }, refusal);
    return { rules: [], problems: problems.list(), isBroken: true };
  }
  const problems = new Problems(text);
  const { sections, isWhole } = outlineOf(new Tokens(text), problems);
  const found = new FoundRules(problems);
  let hasRules = false;
  for (const section of sections) hasRules = readSection(text, section, problems, found) || hasRules;
  if (!isWhole)
    problems.add(
      'error',
      { offset: text.length, length: 0 },
      'The file ends too early, as one that was saved half-way: a closing bracket is missing. The rules of before stay in force.',
    );
  else if (!hasRules)
    problems.add(
      'error',
      { offset: 0, length: Math.min(1, text.length) },
      'There is no list of rules: a rule file is {"rules": [ … ]}. The rules of before stay in force.',
    );
  return { rules: found.rules, problems: problems.list(), isBroken: !isWhole || !hasRules };
}

/** Why a text is not even looked at. */
function refusalOf(text: string): string | undefined {
  if (text.length > limits.text)
    return `The file has ${(text.length / 1024 / 1024).toFixed(1)} MiB of text, more than the ${limits.text / 1024 / 1024} MiB that a rule file may have. The rules of before stay in force.`;
  if (text.includes('\0'))
    return 'The file is no text: it holds zero bytes. The rules of before stay in force; write a rule file, as JSON in UTF-8.';
  if (text.trim() === '')
    return 'The file is empty. The rules of before stay in force; for no rules at all write {"rules": []}.';
  return undefined;
}

/** @returns Whether the section is one that holds rules. */
function readSection(text: string, section: Section, problems: Problems, found: FoundRules): boolean {
  if (section.key !== undefined && section.key !== 'rules') return false;
  for (const part of section.parts) {
    const scope = new RuleScope(problems, undefined);
    const tree = treeOf(text, part, scope);
    const rule = tree && readRule(tree, scope);
    if (rule) found.add(rule, part, scope);
  }
  return section.kind === 'list';
}

/** The rules in force so far, by their ids. */
class FoundRules {
  readonly rules: PlacedRule[] = [];
  private readonly lines = new Map<string, number>();

  constructor(private readonly problems: Problems) {}

  add(rule: Rule, { offset, length }: Stretch, scope: RuleScope): void {
    const line = this.lines.get(rule.id);
    if (line !== undefined) {
      scope.error(
        { offset, length: 1 },
        `The id "${rule.id}" is taken by the rule in line ${line}, which is in force. Give this one an id of its own.`,
      );
      return;
    }
    this.lines.set(rule.id, this.problems.lineOf(offset));
    this.rules.push({ rule, offset, length });
  }
}
