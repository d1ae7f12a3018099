import * as v from 'valibot';
import { layoutShape } from '../../src/protocol/layout/dataShapes';
import type { Origin, SeriesInfo } from '../../src/protocol/metric';
import type { EngineStatus } from '../../src/protocol/status';
import type { ToView } from '../../src/protocol/viewLink';
import { activity } from './activitySchema';
import { notice, viewAlerts } from './alertSchema';
import { areRows } from './areRows';
import { historyAnswer } from './historySchema';
import { marks } from './marksSchema';
import { count, list, name, quality, sentence, share, text } from './schemaParts';
import { labels, unit } from './seriesSchema';

const origin = v.object({
  method: v.picklist(['energy counter', 'integrated power', 'power sensor', 'estimate']),
  scope: sentence,
  source: sentence,
}) satisfies v.GenericSchema<Origin>;

const id = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fffffff));

const seriesInfo = v.object({
  id,
  metric: text(128),
  labels,
  unit,
  quality,
  reason: v.exactOptional(sentence),
  origin: v.exactOptional(origin),
}) satisfies v.GenericSchema<SeriesInfo>;

const part = v.object({ id: name });
const component = v.variant('state', [
  v.object({ ...part.entries, state: v.picklist(['starting', 'running', 'stopped']) }),
  v.object({ ...part.entries, state: v.literal('degraded'), reason: sentence }),
]);

const model = v.object({
  name,
  state: v.picklist(['idle', 'generating', 'loading']),
  memoryBytes: v.exactOptional(count),
  gpuShare: v.exactOptional(share),
  contextTokens: v.exactOptional(count),
  isElsewhere: v.exactOptional(v.literal(true)),
});

const runtime = v.object({
  name,
  kind: v.picklist(['llamacpp', 'ollama', 'vllm', 'sglang', 'lmstudio', 'llamaswap', 'openai']),
  url: sentence,
  version: v.exactOptional(name),
  models: list(model, 1000),
  notes: list(sentence, 100),
});

const instance = v.object({
  instance: name,
  window: v.exactOptional(name),
  pid: count,
  role: v.picklist(['leader', 'follower']),
  kind: v.picklist(['window', 'serve', 'tool']),
  since: count,
});

const status = v.object({
  instances: list(instance, 1000),
  self: v.exactOptional(v.pick(instance, ['instance', 'role'])),
  version: name,
  paused: v.boolean(),
  startedAt: count,
  machine: v.object({
    host: name,
    platform: name,
    cores: count,
    memoryBytes: count,
    cpu: v.exactOptional(name),
    gpus: v.exactOptional(list(name, 64)),
    os: v.exactOptional(name),
  }),
  components: list(component, 200),
  runtimes: list(runtime, 200),
  probes: list(v.object({ url: sentence, outcome: sentence }), 200),
  discovers: v.boolean(),
  http: v.exactOptional(sentence),
  proxy: v.exactOptional(sentence),
  ringSince: v.exactOptional(count),
}) satisfies v.GenericSchema<unknown, EngineStatus>;

const toView = v.variant('type', [
  v.object({ type: v.picklist(['reset', 'renewed']) }),
  v.object({ type: v.literal('live') }),
  v.object({ type: v.literal('series'), series: list(seriesInfo, 10_000) }),
  v.object({ type: v.literal('rows'), rows: v.custom<Extract<ToView, { type: 'rows' }>['rows']>(areRows) }),
  v.object({ type: v.literal('activity'), activity }),
  v.object({ type: v.literal('history'), question: id, answer: historyAnswer }),
  v.object({ type: v.literal('noHistory'), question: id, reason: sentence }),
  v.object({ type: v.literal('status'), status }),
  v.object({ type: v.literal('alerts'), alerts: viewAlerts }),
  v.object({ type: v.literal('notice'), notice }),
  v.object({ type: v.literal('marks'), question: id, marks }),
  v.object({ type: v.literal('noMarks'), question: id, reason: sentence }),
  v.object({ type: v.literal('layout'), layout: layoutShape, problem: v.exactOptional(sentence) }),
  v.object({ type: v.literal('copied') }),
  v.object({ type: v.literal('ux'), isMeasured: v.boolean() }),
]) satisfies v.GenericSchema<unknown, ToView>;

/** What a view was told, or undefined if it is nothing that a view may be told, or too large to be meant. */
export function parseToView(message: unknown): ToView | undefined {
  const result = v.safeParse(toView, message);
  return result.success ? result.output : undefined;
}
