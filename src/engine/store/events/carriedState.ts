import { exactOptional, literal, nullable, type InferOutput } from 'valibot';
import * as parts from './schemaParts';

/** What alerts are told with since they have a life of their own; events from before it have none of it. */
export const alertDetails = {
  /** Of the rule, for people. */
  name: exactOptional(parts.text(1000)),
  category: exactOptional(parts.text(parts.nameCharacters)),
  unit: exactOptional(nullable(parts.text(32))),
  /** Alerts with the same one fire together for related causes. */
  incident: exactOptional(parts.name),
  /** When it began to fire and when somebody acknowledged that, ms since 1970. */
  fired_at: exactOptional(parts.real),
  acknowledged_at: exactOptional(parts.real),
  /** How long it is silenced, ms since 1970; null: until it is resolved. A time that has passed ends a silence. */
  until: exactOptional(nullable(parts.real)),
  /** Why it was resolved, where not because its condition holds no more. */
  reason: exactOptional(parts.sentence),
};

/** An alert that is pending or firing. */
export const activeAlert = parts.shape({
  ...alertDetails,
  rule: parts.name,
  severity: parts.text(32),
  state: parts.text(32),
  labels: parts.labels,
  value: nullable(parts.real),
  threshold: nullable(parts.real),
  message: parts.sentence,
  /** Milliseconds since 1970. */
  since: parts.real,
});
export type ActiveAlert = InferOutput<typeof activeAlert>;

const modelDay = parts.shape({
  input_tokens: parts.sum,
  output_tokens: parts.sum,
  energy_joules: parts.sum,
  /** Some of the tokens were not counted by the runtime. */
  is_estimated: exactOptional(literal(true)),
});
export type ModelDay = InferOutput<typeof modelDay>;

export const mostModels = 200;
export const mostAlerts = 200;
export const mostSilences = 200;

export const today = parts.shape({
  /** Such as 2026-11-21, in the session's time zone. */
  date: parts.text(16),
  /** Bounds of the day, ms since 1970; the end is not part of it. */
  from: parts.real,
  until: parts.real,
  by_model: parts.table(modelDay, mostModels + 1),
});
export type Today = InferOutput<typeof today>;

export const activeAlerts = parts.table(activeAlert, mostAlerts);

const silence = parts.shape({
  rule: parts.name,
  labels: parts.labels,
  /** Milliseconds since 1970; null: until the alert is resolved. */
  until: nullable(parts.real),
});

/** Alerts that nobody is to be told of, by their ids. */
export const silences = parts.table(silence, mostSilences);
export type Silences = InferOutput<typeof silences>;

/** What of one session goes on in the next. */
export const carriedState = parts.shape({
  today: nullable(today),
  alerts: activeAlerts,
  silences: exactOptional(silences),
});
export type CarriedState = InferOutput<typeof carriedState>;
