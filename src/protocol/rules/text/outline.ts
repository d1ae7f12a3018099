import { limits } from '../limits';
import { passOver, type Stretch } from './passOver';
import type { RuleProblems } from '../ruleFile';
import type { Span } from '../../text/problems';
import type { Tokens } from '../../text/tokens';

/** A value at the top of the file, such as the list of rules. */
export interface Section {
  /** undefined: the file is a bare list. */
  readonly key: string | undefined;
  readonly place: Span;
  readonly kind: 'list' | 'object' | 'other';
  /** The elements of a list; the object itself. */
  readonly parts: readonly Stretch[];
}

export interface Outline {
  readonly sections: readonly Section[];
  /** Whether the file ends where it should. */
  readonly isWhole: boolean;
}

/**
 * Finds where each rule begins and ends, without reading it: so damage in one costs no other, and neither depth nor
 * size of what is in a file can exhaust anything.
 */
export function outlineOf(tokens: Tokens, problems: RuleProblems): Outline {
  const sections: Section[] = [];
  let isWhole = true;
  if (tokens.kind === '[') isWhole = readList(tokens, undefined, sections, problems);
  else if (tokens.kind === '{') isWhole = readSections(tokens, sections, problems);
  if (isWhole && sections.length > 0 && tokens.kind !== 'end')
    problems.add('warning', tokens, 'The rules end before this; what follows is ignored. Remove it.');
  return { sections, isWhole };
}

function readSections(tokens: Tokens, sections: Section[], problems: RuleProblems): boolean {
  tokens.next();
  while (tokens.kind !== '}') {
    if (tokens.kind === 'end') return false;
    const { kind, offset, length } = tokens;
    const key = kind === 'text' ? tokens.value : undefined;
    tokens.next();
    if (key === undefined || !tokens.take(':')) continue;
    if (tokens.kind === '[') {
      if (!readList(tokens, key, sections, problems)) return false;
    } else {
      const part = passOver(tokens, false);
      sections.push({ key, place: { offset, length }, kind: part.isObject ? 'object' : 'other', parts: [part] });
      if (part.isObject && !part.isWhole) return false;
    }
  }
  tokens.next();
  return true;
}

/** @returns Whether the list ends. */
function readList(tokens: Tokens, key: string | undefined, sections: Section[], problems: RuleProblems): boolean {
  const parts: Stretch[] = [];
  sections.push({ key, place: { offset: tokens.offset, length: tokens.length }, kind: 'list', parts });
  tokens.next();
  let count = 0;
  let isCommaDue = false;
  while (tokens.kind !== ']') {
    if (tokens.kind === 'end') return false;
    if (tokens.kind === ',') {
      if (!isCommaDue) problems.add('warning', tokens, 'Before this comma a rule is missing. Remove the comma.');
      isCommaDue = false;
      tokens.next();
    } else if (tokens.kind === '}' || tokens.kind === ':') {
      problems.add('warning', tokens, `This "${tokens.kind}" belongs to nothing and is ignored. Remove it.`);
      tokens.next();
    } else {
      if (isCommaDue)
        problems.add(
          'warning',
          tokens,
          'A comma is missing before this. The rules on both sides are read nevertheless.',
        );
      count++;
      if (count === limits.rules + 1) problems.add('error', tokens, tooMany);
      const part = passOver(tokens, true);
      if (count <= limits.rules) parts.push(part);
      isCommaDue = true;
    }
  }
  tokens.next();
  return true;
}

const tooMany = `A file holds at most ${limits.rules} rules. This one and those after it are not in force: remove some, or use globs and labels so that one rule does for many.`;
