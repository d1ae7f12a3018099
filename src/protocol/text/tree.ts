import type { Node } from 'jsonc-parser';
import type { Span } from './problems';

/** An object of the text by its keys. Of a key that is there twice the last one counts, as in all of JSON. */
export type Members = ReadonlyMap<string, Member>;
export interface Member {
  readonly key: Span;
  readonly value: Node;
}

/** undefined where the node is no object. */
export function membersOf(node: Node): Members | undefined {
  if (node.type !== 'object') return undefined;
  const members = new Map<string, Member>();
  for (const { children: [key, value] = [] } of node.children ?? [])
    if (key && value) members.set(String(key.value), { key, value });
  return members;
}

/** The plain value of a node. No key of the text can reach a prototype. */
export function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  const members = membersOf(node);
  if (members === undefined) return node.value;
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, { value }] of members) object[key] = valueOf(value);
  return object;
}

/** The node at a path of keys and places, or the last one on the way to it. */
export function nodeAt(node: Node, path: Iterable<unknown>): Node {
  let at = node;
  for (const step of path) {
    const next = typeof step === 'number' ? at.children?.[step] : membersOf(at)?.get(String(step))?.value;
    if (next === undefined) return at;
    at = next;
  }
  return at;
}
