import fc from 'fast-check';
import type { EventType } from '../../../../src/protocol/events';
import type { EventData } from '../../../../src/engine/store/events/eventSchemas';
import type { StoreEvent, StoreSnapshot } from '../../../../src/engine/store/events/storeEvent';
import type { RecordSource } from '../../../../src/engine/store/journal/recordSource';

export const energy: EventData['energy.update'] = {
  energy: 4.2,
  accumulator: 847.3,
  model_id: 'ollama/llama2:7b',
  fps: 60,
  frame_budget_used: 12.3,
  diversity_index: 0.847,
  token_count: 23,
};
export const prompt: EventData['user.prompt'] = {
  prompt_id: 'prompt_abc123',
  interface: 'text',
  length: 45,
  truncated: false,
  hash: '0123456789abcdef',
  language: 'en',
  intent: 'question',
};
export const request: EventData['model.request'] = {
  request_id: 7,
  model_id: 'local/m',
  runtime: 'local',
  kind: 'chat',
  state: 'done',
  status: 200,
  ttft_ms: 81.5,
  duration_ms: 912,
  tokens_per_second: 58.3,
  input_tokens: 12,
  output_tokens: 40,
  token_quality: 'measured',
  entropy_bits: { lower: 0.5, upper: 1.5 },
  energy_joules: 3.5,
  energy_quality: 'measured',
};
export const interference: EventData['pattern.interference'] = {
  models_involved: ['ollama/llama2:7b', 'ollama/mistral:7b'],
  interference_type: 'constructive',
  strength: 0.73,
  frequency: 42.5,
  duration_ms: 150,
};
export const alert: EventData['alert.firing'] = {
  rule: 'High CPU',
  alert_id: 'a1',
  severity: 'warning',
  state: 'firing',
  labels: { core: '0' },
  value: 97,
  threshold: 90,
  message: 'The CPU was busy.',
};
export const heartbeat: EventData['health.heartbeat'] = {
  memory_bytes: 90_000_000,
  frame_time_ms: 0.4,
  queue_depth: 3,
  samples: 12_345,
  components: { store: 'running', proxy: 'degraded' },
};
export const start: EventData['session.start'] = {
  reason: 'started',
  version: '1.0.0',
  platform: 'linux',
  node: 'v20.0.0',
  time_zone: 'Europe/Berlin',
  recovered_from: null,
  carried: null,
};
const exportOf = { format: 'json', from: 1, to: 2, session: null };

/** One valid example of each type. */
export const examples: EventData = {
  'session.start': start,
  'session.end': { reason: 'stopped' },
  'energy.update': energy,
  'user.prompt': prompt,
  'model.request': request,
  'pattern.interference': interference,
  'alert.pending': { ...alert, state: 'pending' },
  'alert.firing': alert,
  'alert.acknowledged': alert,
  'alert.silenced': alert,
  'alert.escalated': alert,
  'alert.resolved': { ...alert, state: 'resolved' },
  'consent.granted': { scope: 'exports' },
  'consent.revoked': { scope: 'exports', version: '2' },
  'export.started': exportOf,
  'export.finished': { ...exportOf, outcome: 'done', bytes: 10, samples: 3, events: 1 },
  'purge.finished': {
    target: 'before',
    session: null,
    before: 5,
    samples: 1,
    events: 2,
    sessions: 0,
    freed_bytes: 4096,
  },
  'config.changed': { keys: ['store.flushMs'], from: { 'store.flushMs': 1000 }, to: { 'store.flushMs': 500 } },
  'health.heartbeat': heartbeat,
};

/** What may happen in the middle of a session. */
export interface Happening {
  readonly type: EventType;
  readonly data: EventData[EventType];
  readonly afterMs: number;
}

const model = fc.constantFrom('local/a', 'local/b', 'ollama/constructor', 'ollama/__proto__', 'x/ä\u2028\ud800');
const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
const tokens = fc.nat(5000);
const alerting = fc
  .tuple(fc.constantFrom('1', '2', 'a', '__proto__', 'toString'), amount, fc.option(fc.nat()))
  .map(([alert_id, value, since]) => ({ ...alert, alert_id, value, ...(since === null ? {} : { since }) }));

const happening: fc.Arbitrary<Omit<Happening, 'afterMs'>> = fc.oneof(
  fc.record({
    type: fc.constant('energy.update' as const),
    data: fc
      .record({ model_id: model, energy: fc.double({ min: -50, max: 1e4, noNaN: true }), token_count: tokens })
      .map((some) => ({ ...energy, ...some })),
  }),
  fc.record({
    type: fc.constant('model.request' as const),
    data: fc
      .record({
        model_id: model,
        state: fc.constantFrom('done', 'cancelled', 'failed', 'refused'),
        input_tokens: tokens,
        output_tokens: tokens,
      })
      .map((some) => ({ ...request, ...some })),
  }),
  fc.record({ type: fc.constantFrom('alert.pending', 'alert.firing', 'alert.resolved'), data: alerting }),
  fc.record({
    type: fc.constantFrom('consent.granted', 'consent.revoked'),
    data: fc.record({ scope: fc.constantFrom('exports', 'reports', 'toString') }),
  }),
  fc
    .constantFrom('health.heartbeat' as const, 'config.changed' as const, 'user.prompt' as const)
    .map((type) => ({ type, data: examples[type] })),
  fc.constantFrom('constructive' as const, 'destructive' as const).map((interference_type) => ({
    type: 'pattern.interference' as const,
    data: { ...interference, interference_type },
  })),
);

/** Any course of a session; days pass in it. */
export const course: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.tuple(happening, fc.oneof(fc.nat(5000), fc.nat(2 * 86_400_000))).map(([what, afterMs]) => ({ ...what, afterMs })),
  { maxLength: 60 },
);

export interface Written {
  readonly events: StoreEvent[];
  readonly snapshots: StoreSnapshot[];
}

/** Takes everything out of a source as the journal would, and reads it again. */
export function drain(source: RecordSource, into: Written = { events: [], snapshots: [] }): Written {
  for (let records = source.peek(1000); records.length > 0; records = source.peek(1000)) {
    for (const { kind, text } of records) {
      if (kind === 'event') into.events.push(JSON.parse(text) as StoreEvent);
      else into.snapshots.push(JSON.parse(text) as StoreSnapshot);
    }
    source.acknowledged(records.length);
  }
  return into;
}
