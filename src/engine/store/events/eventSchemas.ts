import * as v from 'valibot';
import type { EventType } from '../../../protocol/events';
import { alertDetails, carriedState } from './carriedState';
import {
  amount,
  labels,
  list,
  modelId,
  name,
  real,
  sentence,
  shape,
  share,
  table,
  text,
  timeZone,
  whole,
} from './schemaParts';

const quality = v.picklist(['measured', 'estimated', 'unavailable']);

const energyUpdate = shape({
  /** Joules above idle since the model's last one; negative where a request turned out to be another model's. */
  energy: real,
  /** Joules of the session, all models together. */
  accumulator: real,
  model_id: modelId,
  /** Frames per second; null while none came. */
  fps: v.nullable(amount),
  /** Time that a frame took, ms. */
  frame_budget_used: v.nullable(amount),
  /** How evenly tokens were spread over models, 0 to 1; null while fewer than two made any. */
  diversity_index: v.nullable(share),
  /** Tokens generated since the model's last one. */
  token_count: amount,
});

const userPrompt = shape({
  prompt_id: name,
  interface: text(32),
  /** Characters. */
  length: whole,
  truncated: v.boolean(),
  /** Keyed, so that nobody without the key can try texts. */
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  language: v.nullable(text(35)),
  intent: v.nullable(text(64)),
});

const optional = v.exactOptional;
const modelRequest = shape({
  request_id: whole,
  model_id: modelId,
  runtime: name,
  kind: v.picklist(['chat', 'completion', 'responses', 'messages', 'generate', 'embeddings', 'other']),
  state: v.picklist(['done', 'cancelled', 'failed', 'refused']),
  status: optional(v.pipe(whole, v.maxValue(999))),
  ttft_ms: optional(amount),
  duration_ms: optional(amount),
  tokens_per_second: optional(amount),
  input_tokens: optional(whole),
  cached_tokens: optional(whole),
  output_tokens: optional(whole),
  reasoning_tokens: optional(whole),
  token_quality: quality,
  entropy_bits: optional(shape({ lower: amount, upper: amount })),
  entropy_share: optional(share),
  energy_joules: optional(real),
  energy_quality: optional(v.picklist(['measured', 'estimated'])),
  problem: optional(sentence),
});

const interference = shape({
  models_involved: v.pipe(v.array(modelId), v.minLength(2), v.maxLength(16), v.readonly()),
  interference_type: v.picklist(['constructive', 'destructive']),
  strength: share,
  /** Hz. */
  frequency: amount,
  duration_ms: amount,
});

const alert = shape({
  ...alertDetails,
  rule: name,
  alert_id: name,
  severity: text(32),
  state: text(32),
  labels,
  value: v.nullable(real),
  threshold: v.nullable(real),
  message: sentence,
  /** When its condition began to hold, ms since 1970; where it is missing, at the alert's first event. */
  since: optional(real),
});

const consent = shape({ scope: name, version: optional(text(64)) });

const exportOf = {
  format: text(16),
  /** Milliseconds since 1970. */
  from: v.nullable(real),
  to: v.nullable(real),
  session: v.nullable(name),
};
const exportStarted = shape(exportOf);
const exportFinished = shape({
  ...exportOf,
  outcome: v.picklist(['done', 'cancelled', 'failed']),
  bytes: whole,
  samples: whole,
  events: whole,
});

const purgeFinished = shape({
  target: v.picklist(['session', 'before', 'all']),
  session: v.nullable(name),
  /** Milliseconds since 1970. */
  before: v.nullable(real),
  samples: whole,
  events: whole,
  sessions: whole,
  freed_bytes: whole,
});

/** Values of settings that are flags, numbers or choices; whatever could be private has none. */
const settingValue = v.union([v.boolean(), real, text(64), list(text(64), 32)]);
const configChanged = shape({
  keys: list(name, 256),
  from: table(settingValue, 256),
  to: table(settingValue, 256),
});

const heartbeat = shape({
  memory_bytes: amount,
  frame_time_ms: amount,
  queue_depth: whole,
  samples: whole,
  components: table(text(32), 256),
});

const sessionStart = shape({
  reason: text(64),
  version: text(64),
  platform: text(64),
  node: text(64),
  /** Whose midnight ends a day. */
  time_zone: timeZone,
  /** The session that ended without a word before this one. */
  recovered_from: v.nullable(name),
  carried: v.nullable(carriedState),
});

const sessionEnd = shape({ reason: text(64) });

/** What the data of each type of event looks like. Keys that it does not name are left out. */
export const eventSchemas = {
  'session.start': sessionStart,
  'session.end': sessionEnd,
  'energy.update': energyUpdate,
  'user.prompt': userPrompt,
  'model.request': modelRequest,
  'pattern.interference': interference,
  'alert.pending': alert,
  'alert.firing': alert,
  'alert.acknowledged': alert,
  'alert.silenced': alert,
  'alert.escalated': alert,
  'alert.resolved': alert,
  'consent.granted': consent,
  'consent.revoked': consent,
  'export.started': exportStarted,
  'export.finished': exportFinished,
  'purge.finished': purgeFinished,
  'config.changed': configChanged,
  'health.heartbeat': heartbeat,
} as const satisfies Record<EventType, v.GenericSchema>;

/** The data of each type of event. */
export type EventData = { readonly [T in EventType]: v.InferOutput<(typeof eventSchemas)[T]> };

/** @returns What of the data the schema knows, or why it is refused: which value, and what was expected. */
export function checkedData<T extends EventType>(
  type: T,
  data: unknown,
): { readonly data: EventData[T] } | { readonly problem: string } {
  const result = v.safeParse(eventSchemas[type], data, { abortEarly: true });
  if (result.success) return { data: result.output as EventData[T] };
  const issue = result.issues[0];
  const path = v.getDotPath(issue) ?? 'data';
  // Never the value itself: what breaks a schema may be private.
  return { problem: `${path} takes ${issue.expected ?? 'something else'}` };
}
