import * as v from 'valibot';
import { limits } from '../limits';
import { name, oneOf, real } from '../../text/valueShapes';
import { severity, words } from './parts';

const message = v.optional(words('text'));
const argument = v.union(
  [v.pipe(v.string(), v.maxLength(limits.words)), v.number(), v.boolean()],
  `text of at most ${limits.words} characters, a number, true or false`,
);
const suggestion = {
  target: name('a name of 1 to 128 letters, digits, dots, dashes and underscores', /^[A-Za-z0-9_.-]{1,128}$/),
  message,
};

/** What each kind of action takes. */
export const actionShapes = {
  'notify.toast': v.object({
    type: v.literal('notify.toast'),
    level: v.optional(severity),
    message,
    duration_ms: v.optional(real(100, 3_600_000)),
  }),
  'notify.sound': v.object({ type: v.literal('notify.sound') }),
  'log.audit': v.object({ type: v.literal('log.audit'), category: v.optional(words('text')), message }),
  'suggest.mitigation': v.object({ type: v.literal('suggest.mitigation'), ...suggestion }),
  'suggest.diagnostic': v.object({ type: v.literal('suggest.diagnostic'), ...suggestion }),
  'run.command': v.object({
    type: v.literal('run.command'),
    command: name(
      'the id of a command such as "workbench.action.tasks.runTask"',
      /^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,255}$/,
    ),
    args: v.optional(v.pipe(v.array(argument, 'a list'), v.maxLength(limits.args, `a list of at most ${limits.args}`))),
  }),
} as const;

export type ActionType = keyof typeof actionShapes;
export const actionTypes = Object.keys(actionShapes) as readonly ActionType[];
export const actionTypeShape = v.object({ type: oneOf(actionTypes) });
