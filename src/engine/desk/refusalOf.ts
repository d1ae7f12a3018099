import * as v from 'valibot';
import type { FromEngine } from '../../protocol/engineLink';
import { failureOf, type Question } from './failure';
import { linkId } from '../../protocol/shapes/linkId';

const notUnderstood =
  'The window that measures for all did not understand what was asked, so that nothing was done. It runs another version, or more was asked for than it takes at once: reload the windows, or ask for less.';

const asked = v.variant('type', [
  v.object({ type: v.picklist(['history', 'marks', 'openLink', 'endpoint', 'rotateToken']), question: linkId }),
  v.object({ type: v.literal('job'), job: linkId }),
]);

/** The answer to a question of which only its kind and number can be read; undefined for what is no question. */
export function refusalOf(message: unknown): FromEngine | undefined {
  const { success, output } = v.safeParse(asked, message);
  // Of a question, no more than that is needed to refuse it.
  return success ? failureOf(output as Question, notUnderstood) : undefined;
}
