import type { MetricId } from '../../catalogue';
import type { Labels } from '../../metric';
import type { Aggregation } from '../rule';

/** What another monitor's name of a figure means here. */
export interface KnownFigure {
  readonly metric: MetricId;
  readonly labels?: Labels;
  readonly aggregation?: Aggregation;
  readonly windowMs: number;
  /** Our unit in theirs, such as 1,048,576 where they count in MB and we in bytes. */
  readonly scale?: number;
  /** Whether little of it is bad, as of success. */
  readonly isGoodHigh?: true;
}

/** One name may stand for a figure of the machine or the monitor, of an agent, or of either. */
export interface NamedFigure {
  readonly machine?: KnownFigure;
  readonly agent?: KnownFigure;
}

const minuteMs = 60_000;
const mebi = 1024 * 1024;
const tick = { metric: 'monitor.tick_ms', labels: { stage: 'tick' }, windowMs: 10_000 } as const;
const ownMemory = { metric: 'monitor.memory_bytes', scale: mebi, windowMs: minuteMs } as const;
const success = { metric: 'agent.success_percent', isGoodHigh: true, windowMs: 5 * minuteMs } as const;

/** By their names, without a unit at the end unless that says which figure is meant. */
export const namedFigures: ReadonlyMap<string, NamedFigure> = new Map<string, NamedFigure>([
  [
    'cpu_usage',
    {
      machine: { metric: 'system.cpu_percent', windowMs: 5 * minuteMs },
      agent: { metric: 'agent.cpu_percent', windowMs: 5 * minuteMs },
    },
  ],
  ['memory_usage', { machine: { metric: 'system.memory_percent', windowMs: minuteMs } }],
  ['disk_usage', { machine: { metric: 'system.filesystem_percent', windowMs: minuteMs } }],
  ['success_rate', { agent: success }],
  ['response_time', { agent: { metric: 'agent.response_ms', windowMs: 5 * minuteMs } }],
  ['response_time_seconds', { agent: { metric: 'agent.response_ms', windowMs: 5 * minuteMs, scale: 1000 } }],
  ['event_queue_depth', { machine: { metric: 'monitor.event_queue_depth', windowMs: 10_000 } }],
  ['write_latency', { machine: { metric: 'monitor.write_latency_ms', windowMs: 10_000 } }],
  ['frame_processing', { machine: tick }],
  ['memory_usage_mb', { machine: ownMemory, agent: { ...ownMemory, metric: 'agent.memory_bytes' } }],
  ['latency', { machine: tick }],
  ['memory', { machine: ownMemory }],
  ['successRate', { agent: success }],
  ['rateLimitBlocks', { machine: { metric: 'model.rate_limited', aggregation: 'change', windowMs: minuteMs } }],
]);
