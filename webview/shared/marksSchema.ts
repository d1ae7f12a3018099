import * as v from 'valibot';
import type { AlertMark, Marks, SessionMark } from '../../src/protocol/marks';
import { severities } from '../../src/protocol/rules/rule';
import { count, list, name, sentence, text } from './schemaParts';

/** The last moment that a date can be, in ms since 1970. */
const latest = 8.64e15;
const mostMarks = 500;

const moment = v.pipe(count, v.maxValue(latest));
const end = v.nullable(moment);

const alertMark = v.object({
  id: name,
  rule: name,
  name: text(1024),
  severity: v.picklist(severities),
  message: sentence,
  from: moment,
  to: end,
}) satisfies v.GenericSchema<AlertMark>;

const sessionMark = v.object({ id: name, from: moment, to: end }) satisfies v.GenericSchema<SessionMark>;

/** What happened in a stretch of time, with bounds. */
export const marks = v.object({
  alerts: list(alertMark, mostMarks),
  sessions: list(sessionMark, mostMarks),
  isComplete: v.boolean(),
}) satisfies v.GenericSchema<unknown, Marks>;
