import type { Worker } from '../energy/work';
import type { LiveRequest } from './liveRequest';
import type { ModelMeter } from './modelMeter';
import type { RequestLog } from './requestLog';

/**
 * Everything that was under way between two times: each request of the proxy for itself, and what a runtime works on
 * besides as one worker that stands for so many requests.
 * @param meters The models whose energy is spent on this machine.
 */
export function workersOf(meters: readonly ModelMeter[], log: RequestLog, from: number, to: number): Worker[] {
  const here = new Set(meters);
  const opened = new Set<ModelMeter>();
  const workers: Worker[] = [];
  const open = (meter: ModelMeter): void => {
    if (opened.has(meter)) return;
    opened.add(meter);
    meter.openEnergy(to);
  };
  for (const live of log.since(from)) {
    const requestMs = timeWithin(live, from, to);
    if (requestMs <= 0 || !here.has(live.meter)) continue;
    open(live.meter);
    workers.push(requestWorker(live, requestMs));
  }
  for (const meter of meters) {
    const besides = meter.requestsBesides;
    if (besides === 0) continue;
    open(meter);
    workers.push(modelWorker(meter, besides * (to - from)));
  }
  return workers;
}

function timeWithin({ isUnderWay, request }: LiveRequest, from: number, to: number): number {
  return (isUnderWay ? to : Math.min(to, request.endedAt)) - Math.max(from, request.startedAt);
}

function requestWorker(live: LiveRequest, requestMs: number): Worker {
  return {
    requestMs,
    take: (aboveIdle, gross, quality) => {
      live.take(aboveIdle, quality);
      if (makesTokens(live)) live.meter.energy.add(aboveIdle, gross, quality);
      else live.meter.energy.addTokenless(aboveIdle, quality);
    },
  };
}

function makesTokens({ request }: LiveRequest): boolean {
  return request.kind !== 'embeddings' && request.kind !== 'other';
}

function modelWorker(meter: ModelMeter, requestMs: number): Worker {
  return {
    requestMs,
    take: (aboveIdle, gross, quality) => {
      meter.energy.add(aboveIdle, gross, quality);
    },
  };
}
