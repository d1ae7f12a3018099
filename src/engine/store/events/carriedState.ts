import { nullable, type InferOutput } from 'valibot';
import * as parts from './schemaParts';

/** An alert that is pending or firing. */
export const activeAlert = parts.shape({
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
});
export type ModelDay = InferOutput<typeof modelDay>;

export const mostModels = 200;
export const mostAlerts = 200;

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

/** What of one session goes on in the next. */
export const carriedState = parts.shape({ today: nullable(today), alerts: activeAlerts });
export type CarriedState = InferOutput<typeof carriedState>;
