import os from 'node:os';
import type { EngineStatus } from '../protocol/status';

/**
 * What is known while the engine does not run: nothing but that, why, and which machine this is. Views and tooltips
 * then show the failure in the place where they show every other one.
 */
export function lostEngineStatus(last: EngineStatus | undefined, version: string, reason: string): EngineStatus {
  const machine = last?.machine ?? {
    host: os.hostname(),
    platform: process.platform,
    cores: os.cpus().length,
    memoryBytes: os.totalmem(),
  };
  const others = (last?.components ?? []).filter((component) => component.id !== 'engine');
  return {
    instances: [],
    version,
    paused: last?.paused ?? false,
    startedAt: last?.startedAt ?? Date.now(),
    machine,
    components: [
      { id: 'engine', state: 'degraded', reason },
      ...others.map(({ id }) => ({ id, state: 'stopped' as const })),
    ],
    runtimes: [],
    probes: [],
    discovers: true,
  };
}
