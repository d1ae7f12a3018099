import type { OverviewMetric, Panel, PanelConfigs, PanelType } from '../../../src/protocol/layout/layout';
import { EnergyView } from '../../energy/energyView';
import { ModelsCard } from '../modelsCard';
import { ProcessesCard } from '../processesCard';
import { RequestsCard } from '../requestsCard';
import { AlertsPanel } from './alertsPanel';
import { EnergyPanel } from './energyPanel';
import { ExperiencePanel } from './experiencePanel';
import { MonitorPanel } from './monitorPanel';
import { OverviewPanel } from './overviewPanel';
import type { PanelContent, PanelContext } from './panelContent';
import { PerformancePanel } from './performancePanel';
import { StoragePanel } from './storagePanel';

/** What a panel tells whoever placed it: what the user chose inside of it. */
export type ConfigChanged = (config: PanelConfigs['performance_chart']) => void;

/** How one type of panel is made, and what it needs to be sent. */
interface PanelMaker<T extends PanelType> {
  /** Names of metrics, with `*` for any part. */
  readonly metrics: (config: PanelConfigs[T]) => readonly string[];
  readonly make: (context: PanelContext, config: PanelConfigs[T], changed: ConfigChanged) => PanelContent;
}

const ofOverview: Readonly<Record<OverviewMetric, readonly string[]>> = {
  cpu_percent: ['system.cpu_percent', 'system.cpu_core_percent'],
  memory_percent: ['system.memory_percent', 'system.memory_used_bytes', 'system.swap_percent'],
  tokens_per_second: ['model.tokens_per_second'],
  gpu_percent: ['system.gpu_*'],
  power_watts: ['system.power_watts', 'system.energy_joules'],
  disk_bytes_per_second: ['system.disk_*'],
  network_bytes_per_second: ['system.network_*', 'system.loopback_bytes_per_second'],
};
const ofSystemCard = ['system.load_1m', 'system.connections', 'system.filesystem_percent'];

const makers: { readonly [T in PanelType]: PanelMaker<T> } = {
  system_overview: {
    metrics: ({ metrics }) => [...metrics.flatMap((metric) => ofOverview[metric]), ...ofSystemCard],
    make: (context, config) => new OverviewPanel(context, config),
  },
  energy_viz: {
    metrics: () => EnergyView.metrics,
    make: (context, config) => new EnergyPanel(context, config),
  },
  performance_chart: {
    metrics: ({ metrics }) => metrics.map(({ metric }) => metric),
    make: (context, config, changed) => new PerformancePanel(context, config, changed),
  },
  alert_list: { metrics: () => [], make: (context, config) => new AlertsPanel(context, config) },
  models: { metrics: () => ['model.*'], make: ({ store }) => new ModelsCard(store) },
  requests: { metrics: () => [], make: ({ post }) => new RequestsCard(post) },
  top_processes: { metrics: () => ['system.process_*'], make: (context) => new ProcessesCard(context) },
  user_experience: { metrics: () => ['ux.*'], make: (context) => new ExperiencePanel(context) },
  monitor_cost: { metrics: () => ['monitor.*', 'ux.host_lag_ms'], make: (context) => new MonitorPanel(context) },
  storage: {
    metrics: () => ['monitor.store_bytes', 'monitor.write_latency_ms', 'monitor.event_queue_depth'],
    make: (context) => new StoragePanel(context),
  },
};

/** The metrics that a panel shows. */
export function metricsOf(panel: Panel): readonly string[] {
  return withMaker(panel, ({ metrics }, config) => metrics(config));
}

/** Makes what a panel shows. */
export function makePanel(panel: Panel, context: PanelContext, changed: ConfigChanged): PanelContent {
  return withMaker(panel, ({ make }, config) => make(context, config, changed));
}

/** A panel's type and its configuration belong together, which the compiler cannot follow through the union. */
function withMaker<T extends PanelType, R>(
  panel: { readonly type: T; readonly config: PanelConfigs[T] },
  use: (maker: PanelMaker<T>, config: PanelConfigs[T]) => R,
): R {
  return use(makers[panel.type], panel.config);
}
