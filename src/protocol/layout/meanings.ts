import { type overviewMetrics, type themeColours, type themeNames, type visualizations } from './layout';
import type { chartMetricShape, configShapes, gridShape, panelShape, rootShape, themeShape } from './shapes';

type KeyOf<T> = T extends { readonly entries: infer E } ? keyof E : never;
type KeyOfAny<T> = { [K in keyof T]: KeyOf<T[K]> }[keyof T];

// One sentence for each word of a layout file: for hovers and completions in the editor, and for the documentation.

export const layoutMeanings = {
  id: 'Name of the layout for programs.',
  name: 'Name of the layout for people.',
  version: 'Version of the layout, for whoever keeps several.',
  grid: 'The cells in which panels stand.',
  panels: 'What is shown, and where. Each panel is there whatever is wrong with others.',
  theme: 'Colours of the dashboard.',
} as const satisfies Record<KeyOf<typeof rootShape>, string>;

export const gridMeanings = {
  columns: 'How many columns the grid has; without it, 4. Where a page is too narrow for them, panels flow into fewer.',
  rows: 'How many rows fill the height of the page; without it, 3. With more rows the page scrolls.',
  gap: 'Space between panels in pixels; without it, 8.',
} as const satisfies Record<KeyOf<typeof gridShape>, string>;

export const panelMeanings = {
  id: 'Name of the panel; no other one has it.',
  type: 'What the panel shows.',
  title: 'Stands over the panel in place of the usual title of its type.',
  position: 'Upper left cell: column and row, both counted from 0. Without it, the first free place.',
  size: 'How many columns and rows the panel covers; without it, the usual size of its type.',
  config: 'What the panel shows in particular.',
} as const satisfies Record<KeyOf<typeof panelShape>, string>;

export const configMeanings = {
  sources: 'Where the metrics come from, which their names say too: it may be left out.',
  metrics: 'What is drawn.',
  visualization: 'How power and tokens are drawn; without it, ribbons_particles.',
  timeWindow: 'How much of the past is shown, up to now: from 1m to 30d; without it, 5m.',
  severityFilter: 'Which alerts are shown, by their severity; without it, all.',
  maxAlerts: 'How many alerts are shown at most; without it, 10.',
} as const satisfies Record<KeyOfAny<typeof configShapes>, string>;

export const chartMetricMeanings = {
  source: 'First part of the metric, such as `system`.',
  metric: 'The metric, whole or, beside `source`, its last part.',
  name: "Stands in place of the metric's name.",
  labels: 'Only series with these labels; without them, all of the metric.',
} as const satisfies Record<KeyOf<typeof chartMetricShape>, string>;

export const themeMeanings = {
  name: 'Whose colours; without it, vscode.',
  colors: 'Colours that stand in place of those of the theme.',
} as const satisfies Record<KeyOf<typeof themeShape>, string>;

export const themeNameMeanings: Record<(typeof themeNames)[number], string> = {
  vscode: 'The colours of the editor, which it follows, high contrast included.',
  dark: "The monitor's own dark colours.",
  light: "The monitor's own light colours.",
};

export const colourMeanings: Record<(typeof themeColours)[number], string> = {
  background: 'Behind everything.',
  surface: 'Of panels.',
  primary: 'Of what is in use and of the first line of charts.',
  warning: 'Of warnings.',
  critical: 'Of what is critical.',
};

export const visualizationMeanings: Record<(typeof visualizations)[number], string> = {
  ribbons_particles: 'Power as ribbons, tokens as streams of particles.',
  ribbons: 'Power and tokens as ribbons, without particles.',
  figures: 'Numbers only; nothing moves.',
};

export const overviewMeanings: Record<(typeof overviewMetrics)[number], string> = {
  cpu_percent: 'Share of all cores that is in use.',
  memory_percent: 'Share of memory that is in use.',
  tokens_per_second: 'Speed of models.',
  gpu_percent: 'Load of graphics processors.',
  power_watts: 'Electrical power, as far as it is known.',
  disk_bytes_per_second: 'Reading and writing of disks.',
  network_bytes_per_second: 'Receiving and sending of the network.',
};
