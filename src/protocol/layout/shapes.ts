import * as v from 'valibot';
import { severity } from '../rules/shapes/parts';
import { duration } from '../text/durations';
import { name, oneOf, whole, wordsOf } from '../text/valueShapes';
import { overviewMetrics, themeNames, visualizations } from './layout';
import { idForm, layoutLimits as limits, leastTimeWindowMs, mostTimeWindowMs } from './limits';

const words = wordsOf('text', limits.words);
const listOf = <const S extends v.GenericSchema>(
  shape: S,
  what: string,
  most: number,
): v.GenericSchema<unknown, v.InferOutput<S>[]> => {
  const all = `a list of at most ${most} ${what}`;
  return v.pipe(v.array(shape, all), v.maxLength(most, all));
};
const textOf = (what: string): v.GenericSchema<string> => v.string(what);

const layoutId = name(`a name of 1 to ${limits.id} letters, digits, dots, dashes and underscores`, idForm);

export const gridShape = v.object({
  columns: v.exactOptional(whole(1, limits.columns)),
  rows: v.exactOptional(whole(1, limits.rows)),
  gap: v.exactOptional(whole(0, limits.gap)),
});

const colour = v.exactOptional(name('a colour such as "#1a1a1a" or "#fff"', /^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/));
export const coloursShape = v.object({
  background: colour,
  surface: colour,
  primary: colour,
  warning: colour,
  critical: colour,
});
export const themeShape = v.object({ name: v.exactOptional(oneOf(themeNames)), colors: v.exactOptional(v.unknown()) });

/** What stands beside grid, panels and theme, which have shapes of their own. */
export const rootShape = v.object({
  id: v.exactOptional(layoutId),
  name: v.exactOptional(words),
  version: v.exactOptional(words),
  grid: v.exactOptional(v.unknown()),
  panels: v.unknown(),
  theme: v.exactOptional(v.unknown()),
});

export const panelShape = v.object({
  id: layoutId,
  /** Which there are is told apart, with the panel left out. */
  type: textOf('the type of a panel such as "performance_chart"'),
  title: v.exactOptional(words),
  position: v.exactOptional(
    v.object({ x: whole(0, limits.columns - 1), y: whole(0, limits.row) }, 'an object such as {"x": 0, "y": 0}'),
  ),
  size: v.exactOptional(
    v.object(
      { width: whole(1, limits.columns), height: whole(1, limits.height) },
      'an object such as {"width": 2, "height": 1}',
    ),
  ),
  config: v.exactOptional(v.unknown()),
});

export const chartMetricShape = v.object({
  source: v.exactOptional(name('the source of a metric such as "system"', /^[a-z]{1,32}$/)),
  metric: name('the name of a metric such as "cpu_percent"', /^[A-Za-z0-9_.]{1,128}$/),
  name: v.exactOptional(words),
  labels: v.exactOptional(
    v.pipe(
      v.record(
        name('names of at most 128 letters, digits, dots, dashes and underscores', /^[A-Za-z0-9_.-]{1,128}$/),
        wordsOf('text', limits.label),
        'an object of labels such as {"core": "0"}',
      ),
      v.maxEntries(limits.labels, `at most ${limits.labels} labels`),
    ),
  ),
});

/** Where the metrics of a panel come from; their names say so already. */
const sources = v.exactOptional(v.unknown());
const nothing = v.object({});

/** What the configuration of each type of panel takes. */
export const configShapes = {
  system_overview: v.object({
    sources,
    metrics: v.exactOptional(
      listOf(textOf('the name of a metric such as "cpu_percent"'), 'names', 2 * overviewMetrics.length),
    ),
  }),
  energy_viz: v.object({ sources, visualization: v.exactOptional(oneOf(visualizations)) }),
  performance_chart: v.object({
    sources,
    metrics: v.exactOptional(v.unknown()),
    timeWindow: v.exactOptional(duration(leastTimeWindowMs, mostTimeWindowMs)),
  }),
  alert_list: v.object({
    severityFilter: v.exactOptional(listOf(severity, 'severities', limits.metrics)),
    maxAlerts: v.exactOptional(whole(1, limits.alerts)),
  }),
  models: nothing,
  requests: nothing,
  top_processes: nothing,
  user_experience: nothing,
  monitor_cost: nothing,
  storage: nothing,
} as const;
