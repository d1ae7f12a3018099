import type { MetricId } from '../protocol/catalogue';
import type { AlertRoom } from './alertRoom';
import type { SystemCollector } from './collect/system/systemCollector';
import { gpuProcessMetric, type EnergyRoom } from './energyRoom';
import type { ModelRoom } from './modelRoom';
import type { LiveHub } from './serve/live/liveHub';
import type { StreamHub } from './streamHub';

export interface DemandOptions {
  readonly streams: Pick<StreamHub, 'isWatched' | 'hasViewer'>;
  readonly live: Pick<LiveHub, 'isWatched'>;
  readonly alerts: Pick<AlertRoom, 'wants'>;
  readonly models: Pick<ModelRoom, 'isReady'>;
  readonly system: Pick<SystemCollector, 'setDemanded'>;
  readonly energy: Pick<EnergyRoom, 'setDemand'>;
}

const processMetrics: readonly MetricId[] = ['system.process_cpu_percent', 'system.process_memory_bytes'];

/** Has what is costly to read be read only while somebody looks at it, or a rule does. */
export class Demand {
  constructor(private readonly options: DemandOptions) {}

  follow(): void {
    const { streams, models, system, energy } = this.options;
    system.setDemanded(processMetrics.some((metric) => this.isWanted(metric)));
    energy.setDemand({
      isViewed: streams.hasViewer,
      hasModel: models.isReady,
      showsProcesses: this.isWanted(gpuProcessMetric),
    });
  }

  private isWanted(metric: MetricId): boolean {
    const { streams, live, alerts } = this.options;
    return streams.isWatched(metric) || live.isWatched(metric) || alerts.wants(metric);
  }
}
