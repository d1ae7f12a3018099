import { FoundRules } from './foundRules';
import { limits } from './limits';
import type { RuleFile, RuleProblems } from './ruleFile';
import { isKnownKey, readSection } from './sections';
import { type Outline, outlineOf } from './text/outline';
import { didYouMean } from '../text/nearestNames';
import { Problems } from '../text/problems';
import { Tokens } from '../text/tokens';

const before = 'The rules of before stay in force.';
const mebi = 1024 * 1024;

/** Reads a rule file. Whatever it holds, each good rule in it is in force and each problem has its place; it never throws. */
export function parseRules(text: string): RuleFile {
  const refusal = refusalOf(text);
  if (refusal !== undefined) {
    const problems = new Problems<{ rule: string }>('', limits.problems);
    problems.add('error', { offset: 0, length: 0 }, refusal);
    return { rules: [], problems: problems.list(), isBroken: true };
  }
  const problems = new Problems<{ rule: string }>(text, limits.problems);
  const tokens = new Tokens(text, limits.allTokens);
  const outline = outlineOf(tokens, problems);
  const found = new FoundRules(problems);
  const hasRules = outline.sections.map((section) => readSection(text, section, problems, found)).includes(true);
  if (tokens.isTooLong) problems.add('error', tokens, `${tooMuch} ${before}`);
  else if (!outline.isWhole) problems.add('error', { offset: text.length, length: 0 }, `${cutOff} ${before}`);
  else if (!hasRules) problems.add('error', { offset: 0, length: 1 }, `${noList(outline)} ${before}`);
  else warnOfKeys(outline, problems);
  return { rules: found.rules, problems: problems.list(), isBroken: !outline.isWhole || !hasRules };
}

/** Why a text is not even looked at. */
function refusalOf(text: string): string | undefined {
  if (text.length > limits.text)
    return `The file has ${(text.length / mebi).toFixed(1)} MiB, more than the ${limits.text / mebi} MiB that a rule file may have. ${before}`;
  if (text.includes('\0')) return `The file is no text, for it holds zero bytes; rules are JSON in UTF-8. ${before}`;
  if (text.trim() === '') return `The file is empty; for no rules at all write {"rules": []}. ${before}`;
  return undefined;
}

const tooMuch = `The file is not read beyond this: it holds more than the ${limits.allTokens} names, values and brackets that a rule file may have.`;
const cutOff = 'The file ends too early, as one that was saved half-way: a closing bracket is missing.';

function noList({ sections }: Outline): string {
  const near = sections.flatMap(({ key }) => (key === undefined ? [] : didYouMean(key, ['rules'])))[0] ?? '';
  return `There is no list of rules: a rule file is {"rules": [ … ]}.${near}`;
}

/** Rules may also stand in a whole configuration, of which the rest is not looked at. */
function warnOfKeys({ sections }: Outline, problems: RuleProblems): void {
  if (!sections.some(({ key }) => key === 'rules')) return;
  for (const { key, place } of sections)
    if (key !== undefined && !isKnownKey(key))
      problems.add(
        'warning',
        place,
        `"${key.slice(0, 60)}" means nothing here and is ignored.${didYouMean(key, ['rules'])}`,
      );
}
