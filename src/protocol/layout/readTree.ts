import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { syntaxWords } from '../text/syntaxWords';
import { Tokens } from '../text/tokens';
import type { LayoutProblems } from './layoutText';
import { layoutLimits as limits } from './limits';

const before = 'The layout of before stays in force.';
const mebi = 1024 * 1024;

/** The tree of a text; undefined, and told, where it is no JSON or more than a layout can need. */
export function readTree(text: string, problems: LayoutProblems): Node | undefined {
  const refusal = refusalOf(text);
  if (refusal !== undefined) {
    problems.add('error', { offset: 0, length: 1 }, `${refusal} ${before}`);
    return undefined;
  }
  const errors: ParseError[] = [];
  // A mark of the byte order is no part of the text, and places in it stay what they are.
  const tree = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) {
    problems.add(
      'error',
      first,
      `${syntaxWords(first.error)}. Until this is mended, the file is not in force. ${before}`,
    );
    return undefined;
  }
  return tree;
}

/** Why a text is not even read: what reads it goes as deep as its brackets do. */
function refusalOf(text: string): string | undefined {
  if (text.length > limits.text)
    return `The file has ${(text.length / mebi).toFixed(1)} MiB, more than the ${limits.text / mebi} MiB that a layout may have.`;
  if (text.includes('\0')) return 'The file is no text, for it holds zero bytes; a layout is JSON in UTF-8.';
  if (text.trim() === '') return 'The file is empty. Delete it to have the usual layout.';
  const tokens = new Tokens(text, limits.tokens);
  let depth = 0;
  while (tokens.kind !== 'end') {
    if (tokens.kind === '{' || tokens.kind === '[') depth++;
    else if (tokens.kind === '}' || tokens.kind === ']') depth--;
    if (depth > limits.nesting) return `Brackets are nested more than ${limits.nesting} deep, which no layout needs.`;
    tokens.next();
  }
  if (tokens.isTooLong)
    return `The file holds more than the ${limits.tokens} names, values and brackets that a layout may have.`;
  return undefined;
}
