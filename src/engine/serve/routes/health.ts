import type { ComponentStatus } from '../../../protocol/status';
import type { Role } from '../../../protocol/role';
import type { BackupSignal } from '../../backupReadiness';
import type { Answer } from '../answer';
import type { Parameters } from '../parameters';
import { publicReason } from '../publicReason';
import type { Sources } from '../sources';

export interface ComponentHealth {
  readonly state: ComponentStatus['state'];
  readonly reason?: string;
}

export interface Health {
  /** `paused` is the user's wish; `degraded` says that a part that is wanted does not run. */
  readonly status: 'healthy' | 'degraded' | 'paused';
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly components: Readonly<Record<string, ComponentHealth>>;
  /** For programs that back up this machine or the data folder. */
  readonly backup: BackupSignal;
  readonly metrics: {
    /** Time of a tick of the engine, ms. */
    readonly frameTime: number;
    /** Bytes. */
    readonly memoryUsage: number;
    readonly activeConnections: number;
    /** Alerts that began to fire in the last minute. */
    readonly alertsPerMinute: number;
  };
}

/**
 * `GET /health`: how the monitor is. 503 when it watches nothing although it should. Who shows no token is not told
 * reasons that name files or addresses.
 */
export function health(
  parameters: Parameters,
  sources: Sources,
  _accept: string | undefined,
  role: Role | undefined,
): Answer {
  parameters.only();
  const { paused, components } = sources.status();
  const { frameTimeMs, memoryBytes, isWatching, alertsPerMinute } = sources.figures();
  const body: Health = {
    status: paused ? 'paused' : isWatching && components.every(isWell) ? 'healthy' : 'degraded',
    timestamp: sources.now(),
    components: Object.fromEntries(components.map((component) => componentHealth(component, role))),
    backup: sources.backup(),
    metrics: {
      frameTime: frameTimeMs,
      memoryUsage: memoryBytes,
      activeConnections: sources.connections().open,
      alertsPerMinute,
    },
  };
  return { body, status: paused || isWatching ? 200 : 503 };
}

function componentHealth({ id, ...health }: ComponentStatus, role: Role | undefined): [string, ComponentHealth] {
  if (role !== undefined || health.state !== 'degraded') return [id, health];
  return [id, { state: health.state, reason: publicReason(health.reason) }];
}

/** A part that is stopped was not wanted: one that fails is degraded. */
function isWell({ state }: ComponentStatus): boolean {
  return state === 'running' || state === 'stopped';
}
