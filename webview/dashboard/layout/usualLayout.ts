import type { Layout, Panel, PanelType } from '../../../src/protocol/layout/layout';
import { newPanel } from './newPanel';

type Standing = readonly [type: PanelType, x: number, y: number, width: number, height: number, over?: Partial<Panel>];

const named = {
  metrics: [
    { metric: 'system.cpu_percent', name: 'CPU' },
    { metric: 'model.tokens_per_second', name: 'Token speed' },
  ],
  timeWindowMs: 300_000,
};

const panels: readonly Standing[] = [
  ['system_overview', 0, 0, 4, 4],
  ['energy_viz', 0, 4, 2, 3],
  ['performance_chart', 2, 4, 2, 3, { config: named }],
  ['alert_list', 0, 7, 4, 1, { id: 'alerts' }],
  ['models', 0, 8, 4, 1],
  ['requests', 0, 9, 4, 2],
  ['top_processes', 0, 11, 2, 2],
  ['user_experience', 0, 13, 2, 2],
  ['monitor_cost', 2, 13, 2, 2],
  ['storage', 2, 11, 2, 2],
];

/** What a page shows whose host tells it no layout: that of the file with which everybody begins. */
export const usualLayout: Layout = {
  id: 'default_layout',
  name: 'Default layout',
  version: '1.0',
  grid: { columns: 4, rows: 6, gap: 8 },
  panels: panels.map(
    ([type, x, y, width, height, over]) => ({ ...newPanel(type, { x, y, width, height }, []), ...over }) as Panel,
  ),
  theme: { name: 'vscode', colours: {} },
};
