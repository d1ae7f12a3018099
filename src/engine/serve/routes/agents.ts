import type { Answer } from '../answer';
import { matching } from '../matching';
import type { Parameters } from '../parameters';
import type { Sources } from '../sources';
import { realtimeOf, type RealtimeSeries } from './realtime';

export interface AgentEntry {
  readonly agent: string;
  /** The newest value of everything that is known of the agent; null with its quality where there is none now. */
  readonly figures: readonly RealtimeSeries[];
}

export interface Agents {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  /** Sorted by name. */
  readonly agents: readonly AgentEntry[];
  /** Why there are none, while there are none. */
  readonly reason?: string;
}

/** `GET /api/agents`: the agents that are connected, and what they do. */
export function agents(parameters: Parameters, sources: Sources): Answer {
  parameters.only();
  const timestamp = sources.now();
  const found = new Map<string, RealtimeSeries[]>();
  for (const series of matching(sources.reader, 'agent.*')) {
    const agent = series.labels['agent'];
    if (agent === undefined) continue;
    const figures = found.get(agent);
    const figure = realtimeOf(series, timestamp, sources);
    if (figures) figures.push(figure);
    else found.set(agent, [figure]);
  }
  const sorted = [...found.keys()].sort();
  const body: Agents = {
    timestamp,
    agents: sorted.map((agent) => ({ agent, figures: found.get(agent)! })),
    ...(sorted.length === 0 ? { reason: 'No agent is connected, so nothing is known of any.' } : {}),
  };
  return { body };
}
