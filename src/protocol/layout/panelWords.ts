import { durationText } from '../text/durations';
import type { ChartMetric, Panel, PanelConfigs, Place } from './layout';

// What a file says, as plain values.

/** A panel as an element of the list. */
export function panelWords(panel: Panel): object {
  const { id, type, title, place } = panel;
  const config = configWords(panel);
  return {
    id,
    type,
    ...(title === undefined ? {} : { title }),
    ...placeWords(place),
    ...(config === undefined ? {} : { config }),
  };
}

export function placeWords({ x, y, width, height }: Place): Record<'position' | 'size', Record<string, number>> {
  return { position: { x, y }, size: { width, height } };
}

function configWords(panel: Panel): object | undefined {
  if (panel.type === 'performance_chart') return chartWords(panel.config);
  return Object.keys(panel.config).length === 0 ? undefined : panel.config;
}

export function chartWords({ metrics, timeWindowMs }: PanelConfigs['performance_chart']): object {
  return { metrics: metrics.map(metricWords), timeWindow: durationText(timeWindowMs) };
}

/** The short form where it says all. */
export function metricWords({ metric, name, labels }: ChartMetric): unknown {
  if (name === undefined && labels === undefined) return metric;
  const dot = metric.indexOf('.');
  return {
    source: metric.slice(0, dot),
    metric: metric.slice(dot + 1),
    ...(name === undefined ? {} : { name }),
    ...(labels === undefined ? {} : { labels }),
  };
}
