import * as v from 'valibot';
import { activeAlerts, mostModels, silences, today } from './carriedState';
import { amount, name, real, shape, sum, table, text, timeZone, whole } from './schemaParts';

const modelRequests = shape({ count: sum, input_tokens: sum, output_tokens: sum });
export type ModelRequests = v.InferOutput<typeof modelRequests>;

/** What the events of a session come to. Plain JSON, so that it can be written down and compared. */
export const monitorState = shape({
  session: shape({
    id: name,
    /** Milliseconds since 1970. */
    started_at: v.nullable(real),
    version: text(64),
    platform: text(64),
    node: text(64),
    time_zone: timeZone,
    recovered_from: v.nullable(name),
    /** Why the session ended; null while it goes on. */
    ended: v.nullable(text(64)),
  }),
  events: shape({ count: sum, by_type: table(sum, 64) }),
  /** Joules above idle. */
  energy_accumulator: shape({ total_energy: sum, by_model: table(sum, mostModels + 1) }),
  /** The newest energy.update. */
  frame_state: shape({
    frame_id: v.nullable(whole),
    model_id: v.nullable(name),
    /** Joules. */
    energy_current: v.nullable(real),
    fps: v.nullable(amount),
    /** Milliseconds. */
    frame_budget_used: v.nullable(amount),
  }),
  requests: shape({
    total: sum,
    by_state: table(sum, 16),
    by_model: table(modelRequests, mostModels + 1),
  }),
  today: v.nullable(today),
  alerts: shape({
    active: activeAlerts,
    /** Alerts that were too many to be kept. */
    dropped: sum,
  }),
  /** Snapshots from before there were any have none. */
  silences: v.optional(silences, {}),
  patterns: shape({ constructive: sum, destructive: sum }),
  /** Whether it is granted, by scope. */
  consent: table(v.boolean(), 64),
  heartbeat: v.nullable(
    shape({
      /** Milliseconds since 1970. */
      timestamp: real,
      memory_bytes: amount,
      frame_time_ms: amount,
      queue_depth: whole,
      samples: whole,
      components: table(text(32), 256),
    }),
  ),
  config: shape({
    changes: sum,
    /** Settings that changed last, oldest first. */
    last_keys: v.pipe(v.array(name), v.maxLength(256), v.readonly()),
  }),
});
export type MonitorState = v.InferOutput<typeof monitorState>;

/** The state that a snapshot holds; undefined when it is damaged, or not one of this version. */
export function parseState(json: string): MonitorState | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const result = v.safeParse(monitorState, value);
  return result.success ? result.output : undefined;
}
