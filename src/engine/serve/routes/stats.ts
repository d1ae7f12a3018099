import type { Answer } from '../answer';
import type { Parameters } from '../parameters';
import type { Sources } from '../sources';

export interface Stats {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** Number of series of each metric, and of all. */
  readonly series: { readonly total: number; readonly byMetric: Readonly<Record<string, number>> };
  readonly groups: number;
  /** Samples taken in since the start. */
  readonly samples: number;
  readonly ring: {
    /** Oldest sample in memory, ms since 1970; null while there is none. */
    readonly since: number | null;
    readonly reachMs: number;
    readonly bytes: number;
  };
  readonly dropped: Readonly<Record<string, number>>;
  readonly connections: { readonly open: number; readonly refused: number; readonly requests: number };
}

/** `GET /api/metrics/stats`: how much the monitor holds, and what it had to leave out. */
export function stats(parameters: Parameters, sources: Sources): Answer {
  parameters.only();
  const timestamp = sources.now();
  const { groups, samples, ringBytes, dropped } = sources.figures();
  const since = sources.reader.since() ?? null;
  const body: Stats = {
    timestamp,
    series: countSeries(sources),
    groups,
    samples,
    ring: { since, reachMs: since === null ? 0 : Math.max(0, timestamp - since), bytes: ringBytes },
    dropped,
    connections: sources.connections(),
  };
  return { body };
}

function countSeries({ reader }: Sources): Stats['series'] {
  const byMetric = new Map<string, number>();
  let total = 0;
  for (const { metric } of reader.series()) {
    byMetric.set(metric, (byMetric.get(metric) ?? 0) + 1);
    total++;
  }
  return { total, byMetric: Object.fromEntries(byMetric) };
}
