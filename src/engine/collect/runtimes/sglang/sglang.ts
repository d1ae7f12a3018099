import { throughProxy } from '../figures';
import { counters, gauges, histograms } from '../prometheus/pageNames';
import type { ScrapedKind } from '../prometheus/scrapeAdapter';

const firstTokens = 'sglang:time_to_first_token_seconds';
const laterTokens = 'sglang:inter_token_latency_seconds';
const steps = 'sglang:realtime_tokens_total';

/**
 * SGLang, which counts the tokens of a request when it ends. Newer versions also count them as they are made; of older
 * ones the histograms do, which hold one value for each token.
 */
export const sglang: ScrapedKind = {
  kind: 'sglang',
  owner: 'sglang',
  noMetrics: `Start SGLang with --enable-metrics to get its figures. ${throughProxy}`,
  names: {
    prefix: 'sglang:',
    active: gauges('sglang:num_running_reqs'),
    queued: gauges('sglang:num_queue_reqs'),
    prompt: counters('sglang:prompt_tokens'),
    cached: counters('sglang:cached_tokens'),
    generated: counters('sglang:generation_tokens'),
    ended: counters('sglang:num_requests'),
    made: [
      [{ name: steps, where: ['mode', 'decode'] }],
      [{ name: `${firstTokens}_count` }, { name: `${laterTokens}_count` }],
    ],
    evaluated: [[{ name: steps, where: ['mode', 'prefill_compute'] }]],
    ttft: histograms(firstTokens),
    interToken: histograms(laterTokens, 'sglang:time_per_output_token_seconds'),
    request: histograms('sglang:e2e_request_latency_seconds'),
    // With priorities, the series without one holds them all.
    partLabel: 'priority',
  },
};
