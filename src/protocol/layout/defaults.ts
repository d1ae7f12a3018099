import { severities } from '../rules/rule';
import { type Layout, overviewMetrics, type PanelConfigs } from './layout';

/** What holds where a layout file says nothing. */
export const layoutDefaults = {
  id: 'layout',
  name: 'Layout',
  version: '1.0',
  grid: { columns: 4, rows: 3, gap: 8 },
  panels: [],
  theme: { name: 'vscode', colours: {} },
} as const satisfies Layout;

/** What a panel shows whose configuration says nothing. */
export const configDefaults: PanelConfigs = {
  system_overview: { metrics: overviewMetrics },
  energy_viz: { visualization: 'ribbons_particles' },
  performance_chart: {
    metrics: [{ metric: 'system.cpu_percent' }, { metric: 'model.tokens_per_second' }],
    timeWindowMs: 300_000,
  },
  alert_list: { severityFilter: severities, maxAlerts: 10 },
  models: {},
  requests: {},
  top_processes: {},
  user_experience: {},
  monitor_cost: {},
  storage: {},
};
