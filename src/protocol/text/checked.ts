import type { Node } from 'jsonc-parser';
import * as v from 'valibot';
import { didYouMean } from './nearestNames';
import type { ProblemScope } from './problems';
import { entriesOf, optionsOf, phraseOf, shapeAt } from './shapeParts';
import { shown } from './shown';
import { membersOf, nodeAt, valueOf } from './tree';

/**
 * What a node holds, if it has the shape; else each thing that is wrong is told where it stands. Keys that the shape
 * does not know are told too, but do no harm.
 */
export function checked<S extends v.GenericSchema>(
  node: Node,
  shape: S,
  scope: ProblemScope,
): v.InferOutput<S> | undefined {
  warnOfKeys(node, shape, scope);
  const result = v.safeParse(shape, valueOf(node));
  if (result.success) return result.output;
  const told = new Set<string>();
  for (const issue of result.issues) {
    const path = (issue.path ?? []).map(({ key }) => key);
    // A value can miss its form and its bounds at once, which are told in the same words.
    const place = JSON.stringify(path);
    if (!told.has(place)) tell(issue, path, node, shape, scope);
    told.add(place);
  }
  return undefined;
}

function tell(
  issue: v.BaseIssue<unknown>,
  path: readonly unknown[],
  node: Node,
  shape: v.GenericSchema,
  scope: ProblemScope,
): void {
  const key = path.findLast((step) => typeof step === 'string');
  const subject = key === undefined ? 'This' : `"${key.slice(0, 64)}"`;
  const part = shapeAt(shape, path);
  if (issue.type === 'object' && issue.input === undefined && path.length > 0) {
    const phrase = part && phraseOf(part);
    scope.error(
      nodeAt(node, path.slice(0, -1)),
      `${subject} is missing.${phrase === undefined ? '' : ` It takes ${phrase}.`}`,
    );
    return;
  }
  const near = typeof issue.input === 'string' && part !== undefined ? didYouMean(issue.input, optionsOf(part)) : '';
  const takes = issue.type === 'object' && part?.type === 'object' ? 'an object in braces' : issue.message;
  scope.error(nodeAt(node, path), `${subject} takes ${takes}; got ${shown(issue.input)}.${near}`);
}

function warnOfKeys(node: Node, shape: v.GenericSchema, scope: ProblemScope): void {
  const entries = entriesOf(shape);
  if (entries === undefined) return;
  for (const [key, { key: span, value }] of membersOf(node) ?? []) {
    const part = Object.hasOwn(entries, key) ? shapeAt(shape, [key]) : undefined;
    if (part !== undefined) warnOfKeys(value, part, scope);
    else
      scope.warning(
        span,
        () => `${shown(key)} means nothing here and is ignored.${didYouMean(key, Object.keys(entries))}`,
      );
  }
}
