import { throughProxy } from '../figures';
import { counters, gauges, histograms } from '../prometheus/pageNames';
import type { ScrapedKind } from '../prometheus/scrapeAdapter';

/**
 * vLLM, which counts tokens with every step of its engines. The older names stand for the same things; newer versions
 * give both when they are told to show hidden metrics.
 */
export const vllm: ScrapedKind = {
  kind: 'vllm',
  owner: 'vllm',
  versionPath: '/version',
  noMetrics: `This vLLM gives no metrics of its models: start it without --disable-log-stats. ${throughProxy}`,
  names: {
    prefix: 'vllm:',
    active: gauges('vllm:num_requests_running'),
    queued: gauges('vllm:num_requests_waiting', 'vllm:num_requests_waiting_by_reason'),
    prompt: counters('vllm:prompt_tokens'),
    cached: counters('vllm:prompt_tokens_cached', 'vllm:prefix_cache_hits', 'vllm:gpu_prefix_cache_hits'),
    generated: counters('vllm:generation_tokens'),
    ended: counters('vllm:request_success'),
    ttft: histograms('vllm:time_to_first_token_seconds'),
    interToken: histograms('vllm:inter_token_latency_seconds', 'vllm:time_per_output_token_seconds'),
    request: histograms('vllm:e2e_request_latency_seconds'),
  },
};
