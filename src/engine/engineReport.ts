import type { InstanceStatus } from '../protocol/instances';
import type { Config } from '../protocol/settings';
import type { ComponentStatus, EngineStatus, MachineStatus } from '../protocol/status';
import type { AlertRoom } from './alertRoom';
import { memoryBytes, type Scope } from './collect/self/ownUsage';
import type { Components } from './components';
import { machineAtStart } from './machine';
import type { ModelRoom } from './modelRoom';
import type { Pipeline } from './pipeline';
import type { EngineFigures } from './selfFigures';
import type { HealthFigures } from './serve/sources';

export interface EngineReportOptions {
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly scope: Scope;
  readonly config: () => Config;
  readonly components: Components;
  readonly models: Pick<ModelRoom, 'runtimes' | 'probes' | 'proxyUrl'>;
  readonly pipeline: Pipeline;
  readonly figures: EngineFigures;
  readonly alerts: Pick<AlertRoom, 'firedLastMinute'>;
  /** Where the server listens, when it does, and with what it proves who it is. */
  readonly server: () => { readonly http: string | undefined; readonly fingerprint: string | undefined };
}

/** What the engine says about itself. */
export class EngineReport {
  private machine: MachineStatus = machineAtStart();

  constructor(private readonly options: EngineReportOptions) {}

  /** Takes in what was found out about the machine. */
  learn(names: Partial<MachineStatus>): void {
    this.machine = { ...this.machine, ...names };
  }

  status(paused: boolean, instances: readonly InstanceStatus[]): EngineStatus {
    const { version, startedAt, components, models, pipeline } = this.options;
    const config = this.options.config();
    const { http, fingerprint } = this.options.server();
    const proxy = models.proxyUrl;
    const ringSince = pipeline.since();
    return {
      instances,
      version,
      paused,
      startedAt,
      machine: this.machine,
      components: components.statuses(),
      runtimes: models.runtimes(),
      probes: models.probes(),
      discovers: config['collectors.model.enabled'] && config.runtimeDiscovery,
      ...(http === undefined ? {} : { http }),
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(proxy === undefined ? {} : { proxy }),
      ...(ringSince === undefined ? {} : { ringSince }),
    };
  }

  health(): HealthFigures {
    const { components, scope, pipeline, figures, alerts } = this.options;
    return {
      isWatching: components.statuses().some(isWatching),
      frameTimeMs: figures.frameTimeMs,
      memoryBytes: memoryBytes(scope),
      samples: pipeline.samples,
      groups: [...pipeline.ring.groups()].length,
      ringBytes: pipeline.ring.bytes,
      alertsPerMinute: alerts.firedLastMinute,
      dropped: figures.dropped,
    };
  }
}

/** Whether a part reads the machine or a runtime, be it with gaps; the engine's own parts do not count. */
function isWatching({ id, state }: ComponentStatus): boolean {
  return (id.startsWith('system.') || id.startsWith('runtime')) && (state === 'running' || state === 'degraded');
}
