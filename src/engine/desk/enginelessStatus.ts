import type { EngineStatus } from '../../protocol/status';
import { machineAtStart } from '../machine';

/** What a window shows while there is no engine for it. @param reason For people. */
export function enginelessStatus(version: string, paused: boolean, reason: string): EngineStatus {
  return {
    instances: [],
    version,
    paused,
    startedAt: Date.now(),
    machine: machineAtStart(),
    components: [{ id: 'engine', state: 'degraded', reason }],
    runtimes: [],
    probes: [],
    discovers: true,
  };
}
