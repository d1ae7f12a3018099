import { asCount } from '../../../collect/runtimes/parse/json';
import type { TokenCounts } from '../../../models/measuredRequest';
import type { NativeTimings, Wire } from './eventFacts';
import { amount, counts, total, wire } from './wire';

/** Usage as OpenAI counts it: cached tokens are part of the input, reasoning is part of the output. */
export function usageCounts(usage: unknown): TokenCounts | undefined {
  if (typeof usage !== 'object' || usage === null) return undefined;
  const said = usage as Wire;
  const inputDetails = wire(said['prompt_tokens_details'] ?? said['input_tokens_details']);
  const outputDetails = wire(said['completion_tokens_details'] ?? said['output_tokens_details']);
  return counts(
    asCount(said['prompt_tokens'] ?? said['input_tokens']),
    asCount(inputDetails['cached_tokens']),
    asCount(said['completion_tokens'] ?? said['output_tokens']),
    asCount(outputDetails['reasoning_tokens']),
  );
}

/** llama.cpp's `timings`: prompt tokens from the cache are not among those it evaluated. */
export function timingsOf(timings: unknown): NativeTimings | undefined {
  if (typeof timings !== 'object' || timings === null) return undefined;
  const { prompt_n, cache_n, predicted_n, predicted_ms } = timings as Wire;
  const generatedMs = amount(predicted_ms);
  return {
    ...counts(total(prompt_n, cache_n), asCount(cache_n), asCount(predicted_n)),
    ...(generatedMs === undefined ? {} : { generatedMs }),
  };
}
