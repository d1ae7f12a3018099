import * as v from 'valibot';
import { severities } from '../rules/rule';
import {
  type ChartMetric,
  type Layout,
  type LayoutChange,
  overviewMetrics,
  type Panel,
  type PanelConfigs,
  panelTypes,
  type Place,
  themeColours,
  themeNames,
  visualizations,
} from './layout';
import { idForm, layoutLimits, leastTimeWindowMs, mostTimeWindowMs } from './limits';

// Layouts and changes of them as host and pages tell each other, with the bounds of the file.

const whole = (least: number, most: number): v.GenericSchema<number> =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));
const list = <const S extends v.GenericSchema>(
  shape: S,
  most: number,
): v.GenericSchema<unknown, readonly v.InferOutput<S>[]> => v.pipe(v.array(shape), v.maxLength(most), v.readonly());

const id = v.pipe(v.string(), v.regex(idForm));
const words = text(layoutLimits.words);
/** Names of metrics and of labels. */
const name = v.pipe(text(128), v.minLength(1));

const place = v.strictObject({
  x: whole(0, layoutLimits.columns - 1),
  y: whole(0, layoutLimits.row),
  width: whole(1, layoutLimits.columns),
  height: whole(1, layoutLimits.height),
}) satisfies v.GenericSchema<Place>;

const chartMetric = v.strictObject({
  metric: name,
  name: v.exactOptional(words),
  labels: v.exactOptional(
    v.pipe(
      v.record(name, text(layoutLimits.label)),
      v.check((labels) => Object.keys(labels).length <= layoutLimits.labels),
    ),
  ),
}) satisfies v.GenericSchema<ChartMetric>;

const nothing = v.strictObject({});
const configs = {
  system_overview: v.strictObject({ metrics: list(v.picklist(overviewMetrics), overviewMetrics.length) }),
  energy_viz: v.strictObject({ visualization: v.picklist(visualizations) }),
  performance_chart: v.strictObject({
    metrics: list(chartMetric, layoutLimits.metrics),
    timeWindowMs: whole(leastTimeWindowMs, mostTimeWindowMs),
  }),
  alert_list: v.strictObject({
    severityFilter: list(v.picklist(severities), severities.length),
    maxAlerts: whole(1, layoutLimits.alerts),
  }),
  models: nothing,
  requests: nothing,
  top_processes: nothing,
  user_experience: nothing,
  monitor_cost: nothing,
  storage: nothing,
} satisfies { readonly [T in keyof PanelConfigs]: v.GenericSchema<unknown, PanelConfigs[T]> };

const panelOf = <const T extends keyof typeof configs, const C extends v.GenericSchema>(type: T, config: C) =>
  v.strictObject({ id, type: v.literal(type), title: v.exactOptional(words), place, config });

const panel = v.variant('type', [
  panelOf('system_overview', configs.system_overview),
  panelOf('energy_viz', configs.energy_viz),
  panelOf('performance_chart', configs.performance_chart),
  panelOf('alert_list', configs.alert_list),
  panelOf('models', nothing),
  panelOf('requests', nothing),
  panelOf('top_processes', nothing),
  panelOf('user_experience', nothing),
  panelOf('monitor_cost', nothing),
  panelOf('storage', nothing),
]) satisfies v.GenericSchema<unknown, Panel>;

const colour = v.exactOptional(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/)));
const colours = {
  background: colour,
  surface: colour,
  primary: colour,
  warning: colour,
  critical: colour,
} satisfies Record<(typeof themeColours)[number], unknown>;

/** A layout as the host tells it to pages. */
export const layoutShape = v.strictObject({
  id,
  name: words,
  version: words,
  grid: v.strictObject({
    columns: whole(1, layoutLimits.columns),
    rows: whole(1, layoutLimits.rows),
    gap: whole(0, layoutLimits.gap),
  }),
  panels: list(panel, layoutLimits.panels),
  theme: v.strictObject({ name: v.picklist(themeNames), colours: v.strictObject(colours) }),
}) satisfies v.GenericSchema<unknown, Layout>;

/** What a user changed on a page, as the page tells the host. */
export const layoutChangeShape = v.variant('kind', [
  v.strictObject({
    kind: v.literal('place'),
    places: list(v.strictObject({ panel: id, place }), layoutLimits.panels),
  }),
  v.strictObject({ kind: v.literal('add'), panelType: v.picklist(panelTypes), place }),
  v.strictObject({ kind: v.literal('remove'), panel: id }),
  v.strictObject({ kind: v.literal('restore'), panel }),
  v.strictObject({ kind: v.literal('rename'), panel: id, title: words }),
  v.strictObject({ kind: v.literal('chart'), panel: id, config: configs.performance_chart }),
  v.strictObject({ kind: v.literal('theme'), name: v.picklist(themeNames) }),
  v.strictObject({ kind: v.literal('reset') }),
]) satisfies v.GenericSchema<unknown, LayoutChange>;
