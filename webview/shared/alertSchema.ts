import * as v from 'valibot';
import { alertStates, type Advice, type AlertInfo, type Notice } from '../../src/protocol/alerts';
import { severities } from '../../src/protocol/rules/rule';
import type { ViewAlerts } from '../../src/protocol/viewLink';
import { count, list, name, sentence, text } from './schemaParts';
import { labels, unit } from './seriesSchema';

/** The last moment that a date can be, in ms since 1970. */
const latest = 8.64e15;
const longestShownMs = 86_400_000;

const moment = v.pipe(count, v.maxValue(latest));
const figure = v.nullable(v.pipe(v.number(), v.finite()));
const whole = (most: number): v.GenericSchema<number> => v.pipe(count, v.integer(), v.maxValue(most));
/** Names and messages of rules; the engine cuts them at 1,000 characters. */
const ruleText = text(1024);

const advice = v.object({
  kind: v.picklist(['mitigation', 'diagnostic']),
  target: ruleText,
  message: sentence,
}) satisfies v.GenericSchema<Advice>;

const alertInfo = v.object({
  id: name,
  rule: name,
  name: ruleText,
  category: ruleText,
  severity: v.picklist(severities),
  state: v.picklist(alertStates),
  message: sentence,
  labels,
  since: moment,
  firedAt: v.exactOptional(moment),
  acknowledgedAt: v.exactOptional(moment),
  silencedUntil: v.exactOptional(v.union([moment, v.literal('resolved')])),
  resolvedAt: v.exactOptional(moment),
  reason: v.exactOptional(sentence),
  value: figure,
  threshold: figure,
  unit: v.nullable(unit),
  incident: name,
  advice: list(advice, 32),
  inhibitedBy: v.exactOptional(name),
}) satisfies v.GenericSchema<unknown, AlertInfo>;

const argument = v.union([sentence, v.pipe(v.number(), v.finite()), v.boolean()]);

/** Where all alerts stand, with bounds. */
export const viewAlerts = v.object({
  active: list(alertInfo, 1000),
  recent: list(alertInfo, 200),
  isEnabled: v.boolean(),
  hasSound: v.boolean(),
  rules: whole(1_000_000),
}) satisfies v.GenericSchema<unknown, ViewAlerts>;

/** What is told to people at once, with bounds. */
export const notice = v.object({
  id: whole(Number.MAX_SAFE_INTEGER),
  level: v.picklist(severities),
  message: sentence,
  alerts: list(name, 1000),
  incident: name,
  durationMs: v.exactOptional(v.pipe(count, v.maxValue(longestShownMs))),
  hasSound: v.boolean(),
  advice: list(advice, 32),
  commands: list(v.object({ rule: name, command: name, args: list(argument, 64) }), 64),
}) satisfies v.GenericSchema<unknown, Notice>;
