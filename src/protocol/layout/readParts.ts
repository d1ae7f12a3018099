import type { Node } from 'jsonc-parser';
import * as v from 'valibot';
import { checked } from '../text/checked';
import type { ProblemScope } from '../text/problems';
import { membersOf, valueOf } from '../text/tree';

type ObjectShape = v.ObjectSchema<v.ObjectEntries, undefined>;

/** What the good keys of an object hold; what is wrong with the others is told, and they are left out. */
export function readParts<S extends ObjectShape>(
  node: Node | undefined,
  shape: S,
  scope: ProblemScope,
): Partial<v.InferOutput<S>> {
  if (node === undefined) return {};
  const whole = checked(node, shape, scope);
  if (whole !== undefined) return whole;
  const members = membersOf(node);
  const good = Object.entries(shape.entries).flatMap(([key, entry]) => {
    const member = members?.get(key);
    const result = member && v.safeParse(entry, valueOf(member.value));
    return result?.success === true ? [[key, result.output] as const] : [];
  });
  return Object.fromEntries(good) as Partial<v.InferOutput<S>>;
}
