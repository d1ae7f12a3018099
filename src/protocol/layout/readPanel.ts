import type { Node } from 'jsonc-parser';
import { severityOf } from '../rules/read/severityOf';
import { severities } from '../rules/rule';
import { checked } from '../text/checked';
import { didYouMean } from '../text/nearestNames';
import { shown } from '../text/shown';
import { membersOf, nodeAt } from '../text/tree';
import { configDefaults } from './defaults';
import {
  type OverviewMetric,
  overviewMetrics,
  type Panel,
  type PanelConfigs,
  type PanelType,
  panelTypes,
} from './layout';
import type { LayoutScope } from './layoutText';
import { panelKinds } from './panelKinds';
import { readChartMetrics } from './readChart';
import { readParts } from './readParts';
import { configShapes, panelShape } from './shapes';

/** A panel as the text has it; where it stands may not be said, and may be over another or outside of the grid. */
export type ReadPanel = Omit<Panel, 'place'> & {
  readonly size: { readonly width: number; readonly height: number };
  readonly position: { readonly x: number; readonly y: number } | undefined;
};

/** A panel of the list; undefined where something is wrong that keeps it from being shown. */
export function readPanel(node: Node, scope: LayoutScope): ReadPanel | undefined {
  const shape = checked(node, panelShape, scope);
  if (shape === undefined) return undefined;
  const { id, type, position, size } = shape;
  if (!isPanelType(type)) {
    scope.warning(nodeAt(node, ['type']), () => {
      const near = didYouMean(type, panelTypes) || ` There are ${panelTypes.join(', ')}.`;
      return `There is no type of panel ${shown(type)}; this one is left out.${near}`;
    });
    return undefined;
  }
  const title = shape.title?.trim() ?? '';
  const config = readers[type](membersOf(node)?.get('config')?.value, scope);
  return { id, type, ...(title === '' ? {} : { title }), config, position, size: size ?? panelKinds[type].size };
}

const isPanelType = (type: string): type is PanelType => Object.hasOwn(panelKinds, type);

type Readers = { readonly [T in PanelType]: (node: Node | undefined, scope: LayoutScope) => PanelConfigs[T] };

const readNothing =
  (type: PanelType) =>
  (node: Node | undefined, scope: LayoutScope): object =>
    readParts(node, configShapes[type], scope);

/** What is wrong in a configuration leaves that part of it as usual. */
const readers: Readers = {
  system_overview: (node, scope) => {
    const { metrics } = readParts(node, configShapes.system_overview, scope);
    const list = node && membersOf(node)?.get('metrics')?.value;
    return metrics && list ? { metrics: overviewOf(metrics, list, scope) } : configDefaults.system_overview;
  },
  energy_viz: (node, scope) => {
    const { visualization } = readParts(node, configShapes.energy_viz, scope);
    return visualization === undefined ? configDefaults.energy_viz : { visualization };
  },
  performance_chart: (node, scope) => {
    const usual = configDefaults.performance_chart;
    const { timeWindow } = readParts(node, configShapes.performance_chart, scope);
    const list = node && membersOf(node)?.get('metrics')?.value;
    const metrics = list && readChartMetrics(list, scope)?.map(({ metric }) => metric);
    return { metrics: metrics ?? usual.metrics, timeWindowMs: timeWindow ?? usual.timeWindowMs };
  },
  alert_list: (node, scope) => {
    const usual = configDefaults.alert_list;
    const { severityFilter, maxAlerts } = readParts(node, configShapes.alert_list, scope);
    const wanted = severityFilter && new Set(severityFilter.map(severityOf));
    const filter = wanted && severities.filter((severity) => wanted.has(severity));
    return { severityFilter: filter ?? usual.severityFilter, maxAlerts: maxAlerts ?? usual.maxAlerts };
  },
  models: readNothing('models'),
  requests: readNothing('requests'),
  top_processes: readNothing('top_processes'),
  user_experience: readNothing('user_experience'),
  monitor_cost: readNothing('monitor_cost'),
  storage: readNothing('storage'),
};

/** Each once, in the order of the text. `system.cpu_percent` means `cpu_percent`. */
function overviewOf(written: readonly string[], list: Node, scope: LayoutScope): readonly OverviewMetric[] {
  const found = written.flatMap((name, index) => {
    const metric = overviewMetrics.find((known) => known === name.slice(name.lastIndexOf('.') + 1));
    if (metric === undefined)
      scope.warning(nodeAt(list, [index]), () => {
        const near = didYouMean(name, overviewMetrics) || ` There are ${overviewMetrics.join(', ')}.`;
        return `An overview has no chart of ${shown(name)} and leaves it out.${near} A performance_chart shows any metric.`;
      });
    return metric ?? [];
  });
  return [...new Set(found)];
}
