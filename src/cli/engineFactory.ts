import type { Engine } from '../engine/engine';
import type { EngineOptions } from '../engine/engineOptions';
import type { ComponentStatus } from '../protocol/status';

/** What the command line wants to know of an engine. */
export interface ServedStatus {
  readonly http?: string;
  readonly proxy?: string;
  readonly components: readonly ComponentStatus[];
}

/** As much of the engine as the command line handles. */
export interface RunningEngine extends Pick<Engine, 'attach' | 'sharedBy' | 'start' | 'stop'> {
  status(): ServedStatus;
}

export type EngineFactory = (
  options: Pick<
    EngineOptions,
    'config' | 'dataDir' | 'fence' | 'log' | 'paused' | 'takeoverMs' | 'unlocker' | 'version'
  >,
) => RunningEngine;
