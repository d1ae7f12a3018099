import type { Severity } from '../rules/rule';

/** What a panel can show. The first four are the usual ones. */
export const panelTypes = [
  'system_overview',
  'energy_viz',
  'performance_chart',
  'alert_list',
  'models',
  'requests',
  'top_processes',
  'user_experience',
  'monitor_cost',
  'storage',
] as const;
export type PanelType = (typeof panelTypes)[number];

/** The charts of a system overview, as its `metrics` name them. */
export const overviewMetrics = [
  'cpu_percent',
  'memory_percent',
  'tokens_per_second',
  'gpu_percent',
  'power_watts',
  'disk_bytes_per_second',
  'network_bytes_per_second',
] as const;
export type OverviewMetric = (typeof overviewMetrics)[number];

export const visualizations = ['ribbons_particles', 'ribbons', 'figures'] as const;
export type Visualization = (typeof visualizations)[number];

/** One metric of a performance chart. */
export interface ChartMetric {
  /** A metric of the catalogue, such as `system.cpu_percent`. */
  readonly metric: string;
  /** Stands in place of the metric's name. */
  readonly name?: string;
  /** Only series with these labels; none: all of the metric. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface PanelConfigs {
  readonly system_overview: { readonly metrics: readonly OverviewMetric[] };
  readonly energy_viz: { readonly visualization: Visualization };
  /** `timeWindowMs`: length of the stretch that ends now, 60 s to 30 days. */
  readonly performance_chart: { readonly metrics: readonly ChartMetric[]; readonly timeWindowMs: number };
  readonly alert_list: { readonly severityFilter: readonly Severity[]; readonly maxAlerts: number };
  readonly models: object;
  readonly requests: object;
  readonly top_processes: object;
  readonly user_experience: object;
  readonly monitor_cost: object;
  readonly storage: object;
}

/** Where a panel stands, in cells of the grid from its upper left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Panel = {
  readonly [T in PanelType]: {
    readonly id: string;
    readonly type: T;
    /** Stands in place of the usual title of its type. */
    readonly title?: string;
    readonly place: Place;
    readonly config: PanelConfigs[T];
  };
}[PanelType];

export const themeNames = ['vscode', 'dark', 'light'] as const;
export type ThemeName = (typeof themeNames)[number];

export const themeColours = ['background', 'surface', 'primary', 'warning', 'critical'] as const;

export interface Theme {
  /** `vscode`: the colours are those of the editor, and follow them. */
  readonly name: ThemeName;
  /** Colours as `#rrggbb` that stand in place of the theme's own. */
  readonly colours: Readonly<Partial<Record<(typeof themeColours)[number], string>>>;
}

/** What the dashboard shows and where. */
export interface Layout {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** `rows`: how many of them fill the height of the page; `gap` in CSS pixels. */
  readonly grid: { readonly columns: number; readonly rows: number; readonly gap: number };
  readonly panels: readonly Panel[];
  readonly theme: Theme;
}

/** What a user changes on the page; it is written into the file, whose comments and order stay. */
export type LayoutChange =
  /** All panels that moved or changed their size. */
  | { readonly kind: 'place'; readonly places: readonly { readonly panel: string; readonly place: Place }[] }
  | { readonly kind: 'add'; readonly panelType: PanelType; readonly place: Place }
  | { readonly kind: 'remove'; readonly panel: string }
  /** A panel that was removed, as it was; none where another has its id by now. */
  | { readonly kind: 'restore'; readonly panel: Panel }
  /** An empty title brings the usual one back. */
  | { readonly kind: 'rename'; readonly panel: string; readonly title: string }
  /** The metrics of a performance chart, and its stretch of time. */
  | { readonly kind: 'chart'; readonly panel: string; readonly config: PanelConfigs['performance_chart'] }
  | { readonly kind: 'theme'; readonly name: ThemeName }
  /** Back to the layout that a data folder without any begins with. */
  | { readonly kind: 'reset' };
