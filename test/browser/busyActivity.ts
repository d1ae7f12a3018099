import type { Activity, RequestInfo } from '../../src/protocol/requests';

const qwen = { runtime: 'llama', model: 'qwen2.5-coder-7b-instruct-q4_k_m' };
const llama = { runtime: 'ollama', model: 'llama3.2:3b' };

const request = (id: number, startedAt: number, more: Partial<RequestInfo>): RequestInfo => ({
  id,
  ...qwen,
  kind: 'chat',
  state: 'done',
  startedAt,
  status: 200,
  tokenQuality: 'measured',
  ...more,
});

/** What the busy machine's models did: requests of every kind and outcome, and the figures of the day. */
export function busyActivity(now: number): Activity {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  return {
    models: [
      {
        ...qwen,
        ttft: { p50: 238, p95: 611, count: 37, source: 'proxy' },
        today: { input: 184_210, output: 52_301, since: midnight },
        joulesPerToken: { aboveIdle: 2.41, gross: 3.12, quality: 'measured' },
        entropyShare: 0.31,
      },
      {
        ...llama,
        ttft: { p50: 840, p95: 10_000, count: 12, source: 'histogram', isAtLeast: true },
        today: { input: 12_004, output: 3411, since: midnight + 9 * 3_600_000 },
        energyReason: 'No request of this model was measured yet. Send requests through the measuring proxy.',
      },
    ],
    requests: [
      request(19, now - 800, { state: 'waiting', tokenQuality: 'unavailable' }),
      request(18, now - 4_100, {
        state: 'generating',
        ttftMs: 241,
        tokensPerSecond: 43.6,
        inputTokens: 1204,
        outputTokens: 161,
        tokenQuality: 'estimated',
        entropyBits: { lower: 1.2568, upper: 1.7549 },
        entropyShare: 0.31,
        energyJoules: 388.2,
      }),
      request(17, now - 21_000, {
        ttftMs: 236,
        durationMs: 12_480,
        tokensPerSecond: 44.1,
        inputTokens: 8190,
        cachedTokens: 7168,
        outputTokens: 539,
        reasoningTokens: 212,
        energyJoules: 1299.4,
        entropyBits: { lower: 1.2568, upper: 2.1174 },
        entropyShare: 1,
      }),
      request(16, now - 44_000, {
        ...llama,
        kind: 'messages',
        state: 'cancelled',
        ttftMs: 840,
        durationMs: 2960,
        tokensPerSecond: 61.8,
        outputTokens: 131,
        tokenQuality: 'estimated',
        problem: 'The client closed the connection before the answer was complete.',
      }),
      request(15, now - 61_000, {
        ...llama,
        kind: 'generate',
        state: 'failed',
        status: 500,
        durationMs: 61,
        tokenQuality: 'unavailable',
        problem: 'llama runner process has terminated.',
      }),
      request(14, now - 75_000, {
        state: 'refused',
        status: 429,
        durationMs: 2.4,
        tokenQuality: 'unavailable',
        problem: 'All slots were busy.',
      }),
      request(13, now - 90_000, {
        runtime: 'ollama',
        model: 'nomic-embed-text',
        kind: 'embeddings',
        durationMs: 18.6,
        inputTokens: 412,
      }),
      ...Array.from({ length: 12 }, (_unused, at) =>
        request(12 - at, now - 110_000 - at * 17_000, {
          kind: at % 3 === 0 ? 'responses' : 'chat',
          ttftMs: 190 + 37 * at,
          durationMs: 2100 + 850 * at,
          tokensPerSecond: 45.2 - at,
          inputTokens: 640 + 211 * at,
          outputTokens: 90 + 41 * at,
          energyJoules: 180 + 70 * at,
        }),
      ),
    ],
  };
}
