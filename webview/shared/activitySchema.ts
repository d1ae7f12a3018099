import * as v from 'valibot';
import type { Activity, Interval, ModelActivity, RequestInfo } from '../../src/protocol/requests';
import { count, list, quality, sentence, share, text } from './schemaParts';

/** Names come from clients; the engine cuts them at the length of a label. */
const label = text(1024);
const interval = v.object({ lower: count, upper: count }) satisfies v.GenericSchema<Interval>;

const request = v.object({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  runtime: label,
  model: label,
  kind: v.picklist(['chat', 'completion', 'responses', 'messages', 'generate', 'embeddings', 'other']),
  state: v.picklist(['waiting', 'generating', 'done', 'cancelled', 'failed', 'refused']),
  startedAt: count,
  status: v.exactOptional(v.pipe(count, v.integer(), v.maxValue(999))),
  ttftMs: v.exactOptional(count),
  durationMs: v.exactOptional(count),
  tokensPerSecond: v.exactOptional(count),
  inputTokens: v.exactOptional(count),
  cachedTokens: v.exactOptional(count),
  outputTokens: v.exactOptional(count),
  reasoningTokens: v.exactOptional(count),
  tokenQuality: quality,
  entropyBits: v.exactOptional(interval),
  entropyShare: v.exactOptional(share),
  energyJoules: v.exactOptional(count),
  energyQuality: v.exactOptional(v.picklist(['measured', 'estimated'])),
  problem: v.exactOptional(sentence),
}) satisfies v.GenericSchema<RequestInfo>;

const modelActivity = v.object({
  runtime: label,
  model: label,
  ttft: v.exactOptional(
    v.object({
      p50: count,
      p95: count,
      count,
      source: v.picklist(['proxy', 'histogram']),
      isAtLeast: v.exactOptional(v.literal(true)),
    }),
  ),
  today: v.exactOptional(
    v.object({ input: count, output: count, since: count, isEstimated: v.exactOptional(v.literal(true)) }),
  ),
  joulesPerToken: v.exactOptional(v.object({ aboveIdle: count, gross: count, quality })),
  energyReason: v.exactOptional(sentence),
  entropyShare: v.exactOptional(share),
}) satisfies v.GenericSchema<ModelActivity>;

/** What a view is told of models and requests, with bounds. */
export const activity = v.object({
  models: list(modelActivity, 1000),
  requests: list(request, 200),
}) satisfies v.GenericSchema<unknown, Activity>;
