const firstBounds = [0.01, 0.05, 0.1, 0.5, 1];
const gapBounds = [0.005, 0.01, 0.025, 0.05];
const wholeBounds = [0.5, 1, 5];

interface Counts {
  prompt: number;
  cached: number;
  generated: number;
  ended: Record<string, number>;
  readonly firsts: number[];
  readonly gaps: number[];
  readonly wholes: number[];
}

const nothing = (): Counts => ({
  prompt: 0,
  cached: 0,
  generated: 0,
  ended: { stop: 0, length: 0, abort: 0 },
  firsts: [],
  gaps: [],
  wholes: [],
});

/** How a version of vLLM writes its page. */
export interface Dialect {
  readonly cached: string;
  readonly interToken: string;
  /** What counters end in. */
  readonly total: '_total' | '';
  /** Histograms that have other names in newer versions are written under both. */
  readonly showsHidden?: boolean;
}

export const newer: Dialect = {
  cached: 'prompt_tokens_cached',
  interToken: 'inter_token_latency_seconds',
  total: '_total',
};
export const older: Dialect = {
  cached: 'gpu_prefix_cache_hits',
  interToken: 'time_per_output_token_seconds',
  total: '',
};

/** One model on engines of a replayed vLLM: makes tokens when told, and writes what vLLM would publish of them. */
export class ReplayedEngine {
  running = 0;
  waiting = 0;
  private counts: Counts[];

  constructor(
    readonly model: string,
    engines = 1,
  ) {
    this.counts = Array.from({ length: engines }, nothing);
  }

  /** Tokens of requests under way. */
  make(tokens: number, engine = 0): void {
    const counts = this.counts[engine]!;
    counts.generated += tokens;
    for (let i = 0; i < tokens; i++) counts.gaps.push(0.008);
  }

  /** A whole request: its first token is one of those generated. */
  request(prompt: number, cached: number, generated: number, reason = 'stop', engine = 0): void {
    const counts = this.counts[engine]!;
    counts.prompt += prompt;
    counts.cached += cached;
    this.make(Math.max(0, generated - 1), engine);
    if (generated > 0) counts.generated++;
    if (generated > 0) counts.firsts.push(0.03);
    counts.ended[reason] = (counts.ended[reason] ?? 0) + 1;
    counts.wholes.push(0.7);
  }

  /** The process ends and comes back: all it counted is forgotten. */
  restart(): void {
    this.counts = this.counts.map(nothing);
    this.running = 0;
  }

  page({ cached, interToken, total, showsHidden = false }: Dialect): string {
    return this.counts
      .flatMap((counts, engine) => {
        const labels = `engine="${engine}",model_name="${this.model}"`;
        const line = (name: string, value: number, more = ''): string => `vllm:${name}{${labels}${more}} ${value}`;
        const own = (name: string, values: readonly number[], bounds: readonly number[]): string[] =>
          histogram(values, bounds).map(([le, count]) => line(`${name}_bucket`, count, `,le="${le}"`));
        return [
          line('num_requests_running', engine === 0 ? this.running : 0),
          line('num_requests_waiting', engine === 0 ? this.waiting : 0),
          line(`prompt_tokens${total}`, counts.prompt),
          line(`${cached}${total}`, counts.cached),
          line(`generation_tokens${total}`, counts.generated),
          ...Object.entries(counts.ended).map(([reason, n]) =>
            line(`request_success${total}`, n, `,finished_reason="${reason}"`),
          ),
          ...own('time_to_first_token_seconds', counts.firsts, firstBounds),
          ...own(interToken, counts.gaps, gapBounds),
          ...(showsHidden ? own(older.interToken, counts.gaps, gapBounds) : []),
          ...(showsHidden ? [line(`${older.cached}_total`, counts.cached), line('prompt_tokens', counts.prompt)] : []),
          ...own('e2e_request_latency_seconds', counts.wholes, wholeBounds),
        ];
      })
      .join('\n');
  }
}

function histogram(values: readonly number[], bounds: readonly number[]): (readonly [string, number])[] {
  const cumulative = bounds.map((bound) => [String(bound), values.filter((value) => value <= bound).length] as const);
  return [...cumulative, ['+Inf', values.length]];
}
