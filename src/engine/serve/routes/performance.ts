import { seriesPieces, type Answer } from '../answer';
import { matching } from '../matching';
import type { Parameters } from '../parameters';
import type { Sources } from '../sources';
import { realtimeOf } from './realtime';

/** `GET /api/metrics/performance`: what the monitor itself costs. */
export function performance(parameters: Parameters, sources: Sources): Answer {
  parameters.only();
  const timestamp = sources.now();
  const { frameTimeMs, memoryBytes } = sources.figures();
  const head = { timestamp, frameTime: frameTimeMs, memoryUsage: memoryBytes };
  const own = matching(sources.reader, 'monitor.*');
  return { pieces: seriesPieces(head, own, (each) => [JSON.stringify(realtimeOf(each, timestamp, sources))]) };
}
