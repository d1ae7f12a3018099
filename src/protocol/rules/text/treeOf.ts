import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { limits } from '../limits';
import type { Stretch } from './passOver';
import type { RuleScope } from './ruleScope';
import { syntaxWords } from '../../text/syntaxWords';
import { membersOf } from '../../text/tree';

/** The tree of one stretch of a text, with places of the whole text; undefined, and told, where it cannot be read. */
export function treeOf(text: string, stretch: Stretch, scope: RuleScope): Node | undefined {
  const { offset, length } = stretch;
  const lost = 'Until this is mended the rule is not in force; the others are.';
  if (stretch.depth > limits.nesting) {
    scope.error(
      { offset, length: 1 },
      `Brackets are nested ${stretch.depth} deep, more than the ${limits.nesting} that a rule may have. ${lost}`,
    );
    return undefined;
  }
  if (stretch.tokens > limits.tokens) {
    scope.error(
      { offset, length: 1 },
      `This holds more than the ${limits.tokens} names, values and brackets that a rule may have. ${lost}`,
    );
    return undefined;
  }
  if (length > limits.rule) {
    scope.error(
      { offset, length: 1 },
      `This has ${length} characters, more than the ${limits.rule} that a rule may have. ${lost}`,
    );
    return undefined;
  }
  const errors: ParseError[] = [];
  const tree = parseTree(text.slice(offset, offset + length), errors, { allowTrailingComma: true });
  const placed = tree && moved(tree, offset);
  const id = placed && (membersOf(placed)?.get('id')?.value.value as unknown);
  if (typeof id === 'string') scope.id = id.slice(0, limits.name);
  const [first] = errors;
  if (first === undefined && stretch.isWhole) return placed;
  const where = first === undefined ? { offset, length: 1 } : { offset: offset + first.offset, length: first.length };
  scope.error(where, `${first === undefined ? 'A bracket is missing' : syntaxWords(first.error)}. ${lost}`);
  return undefined;
}

/** The same tree further on in the text, without the ways back to parents that nobody goes. */
function moved({ type, value, offset, length, children }: Node, by: number): Node {
  const place = offset + by;
  if (children === undefined) return { type, value: value as unknown, offset: place, length };
  return { type, offset: place, length, children: children.map((child) => moved(child, by)) };
}
