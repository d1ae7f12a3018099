import type { ComponentStatus } from '../../protocol/status';
import type { EventData } from '../store/events/eventSchemas';

export interface HeartbeatFigures {
  readonly memoryBytes: number;
  readonly frameTimeMs: number;
  /** Events and snapshots that wait to be written. */
  readonly queueDepth: number;
  /** Values taken in since the start. */
  readonly samples: number;
}

const mostComponents = 256;

/** What the engine tells of itself now and then: its figures, and the state of each part without the reasons. */
export function heartbeatData(
  { memoryBytes, frameTimeMs, queueDepth, samples }: HeartbeatFigures,
  components: readonly ComponentStatus[],
): EventData['health.heartbeat'] {
  return {
    memory_bytes: memoryBytes,
    frame_time_ms: frameTimeMs,
    queue_depth: queueDepth,
    samples,
    components: Object.fromEntries(components.slice(0, mostComponents).map(({ id, state }) => [id, state])),
  };
}
