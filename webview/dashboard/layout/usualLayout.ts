import type { Layout, Panel, PanelType } from '../../../src/protocol/layout/layout';
import { newPanel } from './newPanel';

/** Types with their column, row, width and height. */
const places: readonly (readonly [PanelType, number, number, number, number])[] = [
  ['system_overview', 0, 0, 4, 2],
  ['energy_viz', 0, 2, 2, 2],
  ['performance_chart', 2, 2, 2, 2],
  ['alert_list', 0, 4, 4, 1],
  ['models', 0, 5, 4, 1],
  ['requests', 0, 6, 4, 1],
  ['top_processes', 0, 7, 2, 1],
  ['user_experience', 2, 7, 2, 1],
  ['monitor_cost', 0, 8, 2, 1],
  ['storage', 2, 8, 2, 1],
];

/** What a page shows whose host tells it no layout. */
export const usualLayout: Layout = {
  id: 'usual',
  name: 'Usual layout',
  version: '1.0',
  grid: { columns: 4, rows: 3, gap: 12 },
  panels: places.reduce<readonly Panel[]>(
    (panels, [type, x, y, width, height]) => [...panels, newPanel(type, { x, y, width, height }, panels)],
    [],
  ),
  theme: { name: 'vscode', colours: {} },
};
