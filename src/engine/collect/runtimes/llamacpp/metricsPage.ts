import { readPrometheusText } from '../parse/prometheusText';

/** What a reading takes from llama-server's `/metrics`; NaN for what the page does not hold. */
export interface MetricsPage {
  readonly evaluated: number;
  readonly cached: number;
  readonly generated: number;
  readonly active: number;
  readonly queued: number;
  readonly badLines: number;
}

const names = {
  evaluated: 'llamacpp:prompt_tokens_total',
  cached: 'llamacpp:prompt_tokens_cached_total',
  generated: 'llamacpp:tokens_predicted_total',
  active: 'llamacpp:requests_processing',
  queued: 'llamacpp:requests_deferred',
} as const;
const wanted: ReadonlySet<string> = new Set(Object.values(names));

/** Undefined when the text is not a page of llama-server at all. */
export function readMetricsPage(text: string): MetricsPage | undefined {
  const { samples, badLines } = readPrometheusText(text, wanted);
  if (samples.length === 0) return undefined;
  const value = (name: string): number => samples.find((sample) => sample.name === name)?.value ?? NaN;
  return {
    evaluated: value(names.evaluated),
    cached: value(names.cached),
    generated: value(names.generated),
    active: value(names.active),
    queued: value(names.queued),
    badLines,
  };
}
