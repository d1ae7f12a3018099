import { BackupReadiness, type BackupSignal } from './backupReadiness';
import type { Clock } from './clock';
import type { Pipeline } from './pipeline';
import type { Ticker } from './ticker';

/** What is looked at to know whether a backup would disturb nobody. */
export interface BackupSurroundings {
  readonly engine: {
    readonly isPaused: boolean;
    readonly store: { readonly obstacle: string | undefined };
  };
  readonly pipeline: Pick<Pipeline, 'series' | 'latest'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly ticker: Pick<Ticker, 'every'>;
}

const lookMs = 1000;

/** Looks each second, since what happened between two questions counts too. @returns What to ask. */
export function watchBackup({ engine, pipeline, clock, ticker }: BackupSurroundings): () => BackupSignal {
  const readiness = new BackupReadiness();
  const cpu = pipeline.series('system.cpu_percent');
  const look = (): BackupSignal =>
    readiness.step(clock.monotonic(), {
      isPaused: engine.isPaused,
      store: engine.store.obstacle,
      cpuPercent: pipeline.latest(cpu, clock.now())?.value,
    });
  ticker.every(lookMs, look);
  return look;
}
