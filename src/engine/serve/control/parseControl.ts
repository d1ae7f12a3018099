import path from 'node:path';
import * as v from 'valibot';
import { badRequest } from '../refusal';
import type { ControlCommand } from './controlCommand';

/** The last moment that a date can name, ms since 1970. */
const endOfTime = 8.64e15;

const file = v.pipe(
  v.string(),
  v.maxLength(4096),
  v.check((text) => path.isAbsolute(text) && !text.includes('\0') && text.endsWith('.zip')),
);
const session = v.pipe(v.string(), v.regex(/^\d{8}T\d{6}Z-\d{8}$/));
const before = v.pipe(v.number(), v.minValue(0), v.maxValue(endOfTime));

/** A misspelt key would quietly ask for something else, so none but these are taken. */
const body = v.union([
  v.strictObject({ action: v.picklist(['pause', 'resume', 'validate']) }),
  v.strictObject({ action: v.picklist(['backup', 'restore']), file }),
  v.strictObject({ action: v.literal('purge'), session }),
  v.strictObject({ action: v.literal('purge'), before }),
  v.strictObject({ action: v.literal('purge'), all: v.literal(true) }),
  v.strictObject({
    action: v.literal('maintenance'),
    depth: v.optional(v.picklist(['daily', 'weekly', 'monthly']), 'daily'),
  }),
]);

type Body = v.InferOutput<typeof body>;

/** The command in the body of `POST /api/control`. @throws Refusal 400 for anything else. */
export function parseControl(json: unknown): ControlCommand {
  const parsed = v.safeParse(body, json);
  if (!parsed.success)
    throw badRequest(
      'The body asks for nothing that can be done. It is {"action":…} with pause, resume, validate, backup or restore ' +
        '(with file, an absolute path ending in .zip), purge (with session, before in ms since 1970, or all: true) ' +
        'or maintenance (with depth daily, weekly or monthly), and nothing else.',
    );
  return commandOf(parsed.output);
}

function commandOf(asked: Body): ControlCommand {
  switch (asked.action) {
    case 'pause':
    case 'resume':
    case 'validate':
      return { kind: asked.action };
    case 'backup':
    case 'restore':
      return { kind: asked.action, file: asked.file };
    case 'purge':
      if ('session' in asked) return { kind: 'purge', what: { session: asked.session } };
      return { kind: 'purge', what: 'before' in asked ? { before: asked.before } : 'all' };
    case 'maintenance':
      return { kind: 'maintenance', depth: asked.depth };
  }
}
