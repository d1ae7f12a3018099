import type { AlertsInfo } from '../../protocol/alerts';
import type { HistoryAnswer, HistoryRequest } from '../../protocol/history';
import type { Activity } from '../../protocol/requests';
import type { EngineStatus } from '../../protocol/status';
import type { BackupSignal } from '../backupReadiness';
import type { MetricReader } from '../metrics/reader';
import type { ModelTimes } from '../models/requestTimes';
import type { Recovery } from '../recovery';
import type { Control } from './control/commandAnswer';

/** What the engine counts about itself, for `/health`, `/api/metrics/performance` and `/api/metrics/stats`. */
export interface HealthFigures {
  /** Whether a collector of anything but the monitor itself runs, be it with parts missing. */
  readonly isWatching: boolean;
  /** Time of a tick of the engine, averaged over the last ones, ms. */
  readonly frameTimeMs: number;
  /** Memory of the engine's thread or process, bytes. */
  readonly memoryBytes: number;
  /** Samples taken in since the start. */
  readonly samples: number;
  /** Groups that have frames in memory. */
  readonly groups: number;
  /** Memory of the samples, bytes. */
  readonly ringBytes: number;
  /** Alerts that began to fire in the last minute. */
  readonly alertsPerMinute: number;
  /** What was left out since the start, by the place where it happened. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** What the server's own connections stand at. */
export interface ConnectionFigures {
  readonly open: number;
  /** Connections turned away since the start because too many were open. */
  readonly refused: number;
  /** Requests since the start, refused ones included. */
  readonly requests: number;
}

/** Everything that answers are made of. */
export interface Sources {
  readonly reader: MetricReader;
  /** Before it is over, nobody knows which alerts there are, nor all that models did today. */
  readonly recovery: Pick<Recovery, 'isOver' | 'over'>;
  readonly status: () => EngineStatus;
  /** What models and requests do, besides metrics. */
  readonly activity: () => Activity;
  /** How long the requests of each model took. */
  readonly times: () => Iterable<ModelTimes>;
  readonly alerts: () => Pick<AlertsInfo, 'active' | 'recent'>;
  readonly figures: () => HealthFigures;
  /** Whether a backup would disturb nobody now. */
  readonly backup: () => BackupSignal;
  readonly connections: () => ConnectionFigures;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Windows for which statistics are offered, such as `1m`. */
  readonly windowSizes: () => readonly string[];
  readonly control: Control;
  /**
   * What is known of the past.
   * @throws HistoryRefusal when the answer would be too large. @throws Error when the past cannot be read; both say why
   * and what to do.
   */
  readonly history: (request: HistoryRequest, signal: AbortSignal) => Promise<HistoryAnswer>;
}
