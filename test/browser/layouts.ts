import type { Layout, Panel, PanelType } from '../../src/protocol/layout/layout';
import { newPanel } from '../../webview/dashboard/layout/newPanel';

type PlacedType = readonly [type: PanelType, x: number, y: number, width: number, height: number];

/** A layout of four columns with new panels of some types. */
export function layoutOf(places: readonly PlacedType[], over: Partial<Layout> = {}): Layout {
  const panels = places.reduce<readonly Panel[]>(
    (others, [type, x, y, width, height]) => [...others, newPanel(type, { x, y, width, height }, others)],
    [],
  );
  return {
    id: 'test',
    name: 'Test',
    version: '1.0',
    grid: { columns: 4, rows: 3, gap: 12 },
    panels,
    theme: { name: 'vscode', colours: {} },
    ...over,
  };
}

/** The machine and its models, in charts and tables: what most tests of the dashboard look at. */
export const machineLayout = layoutOf([
  ['system_overview', 0, 0, 4, 2],
  ['top_processes', 0, 2, 4, 1],
  ['models', 0, 3, 4, 1],
  ['requests', 0, 4, 4, 1],
]);
