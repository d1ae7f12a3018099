import type { Edit, Node } from 'jsonc-parser';
import type { Span } from '../problems';
import { membersOf } from '../tree';
import { jsonWords, writingOf } from './jsonWords';
import { following, indentAt, withBlanks } from './surroundings';

// Edits of JSON with comments that change no byte besides what they are for. What the parser's own library makes
// rewrites whole lines and takes comments between elements with it.

/** Gives a key of an object a value. */
export function setMember(text: string, object: Node, key: string, value: unknown): Edit[] {
  const member = membersOf(object)?.get(key);
  if (member) return setValue(text, member.value, value);
  return insertPart(text, object, (indent) => `${JSON.stringify(key)}: ${jsonWords(value, indent, writingOf(text))}`);
}

/** Puts a value in the place of another. */
export function setValue(text: string, node: Node, value: unknown): Edit[] {
  const { offset, length } = node;
  return [{ offset, length, content: jsonWords(value, indentAt(text, offset), writingOf(text)) }];
}

/** Puts an element into a list, before the one that is at `index` now, or at the end. */
export function insertElement(text: string, list: Node, index: number, value: unknown): Edit[] {
  const words = (indent: string): string => jsonWords(value, indent, writingOf(text));
  const next = list.children?.[index];
  if (next === undefined) return insertPart(text, list, words);
  const indent = indentAt(text, next.offset);
  const isOnOwnLine = isFirstOfLine(text, next.offset);
  const gap = isOnOwnLine ? writingOf(text).eol + indent : ' ';
  return [{ offset: next.offset, length: 0, content: `${words(indent)},${gap}` }];
}

/** Takes elements out of a list, each with one comma, and leaves the comments around them. */
export function removeElements(text: string, list: Node, indexes: readonly number[]): Edit[] {
  const children = list.children ?? [];
  const gone = new Set(indexes.filter((index) => children[index] !== undefined));
  const edits = [...gone].flatMap((index) => removeOne(text, children[index]!));
  const last = children.length - 1;
  if (!gone.has(last) || following(text, endOf(children[last]!)).mark === ',') return edits;
  // What is last now has a comma that belonged to those behind it.
  const kept = children.findLast((_, index) => !gone.has(index));
  const comma = kept && following(text, endOf(kept));
  return comma ? [removal({ offset: comma.offset, length: 1 }), ...edits] : edits;
}

function removeOne(text: string, node: Node): Edit[] {
  const end = endOf(node);
  const next = following(text, end);
  if (next.mark !== ',') return [removal(withBlanks(text, node))];
  const isTouching = text.slice(end, next.offset).trim() === '';
  if (isTouching) return [removal(withBlanks(text, { offset: node.offset, length: next.offset + 1 - node.offset }))];
  return [removal(node), removal({ offset: next.offset, length: 1 })];
}

/** Adds a member or an element at the end, behind the comment that belongs to the last one. */
function insertPart(text: string, container: Node, words: (indent: string) => string): Edit[] {
  const { eol, step } = writingOf(text);
  const own = indentAt(text, container.offset);
  const last = container.children?.at(-1);
  if (last === undefined) {
    const { behindComments } = following(text, container.offset + 1);
    const indent = own + step;
    const rest = text.slice(behindComments, endOf(container) - 1);
    const tail = /[\r\n]/.test(rest) ? '' : eol + own;
    return [{ offset: behindComments, length: 0, content: `${eol}${indent}${words(indent)}${tail}` }];
  }
  const end = endOf(last);
  const next = following(text, end);
  const hasComma = next.mark === ',';
  const { behindComments } = hasComma ? following(text, next.offset + 1) : next;
  const isSpread = /[\r\n]/.test(text.slice(behindComments, endOf(container)));
  const indent = indentAt(text, last.offset);
  const content = `${isSpread ? eol + indent : ' '}${words(indent)}${hasComma ? ',' : ''}`;
  const part = { offset: behindComments, length: 0, content };
  if (hasComma) return [part];
  if (behindComments === end) return [{ ...part, content: `,${content}` }];
  return [{ offset: end, length: 0, content: ',' }, part];
}

const endOf = ({ offset, length }: Span): number => offset + length;
const removal = ({ offset, length }: Span): Edit => ({ offset, length, content: '' });
const isFirstOfLine = (text: string, offset: number): boolean => /(?:^|[\r\n])[ \t]*$/.test(text.slice(0, offset));
