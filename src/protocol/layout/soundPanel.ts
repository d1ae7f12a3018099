import { isMetricId } from '../catalogue';
import { severities } from '../rules/rule';
import type { Panel, PanelConfigs } from './layout';
import { layoutLimits as limits, leastTimeWindowMs, mostTimeWindowMs } from './limits';
import { chartMetric } from './readChart';

type ChartConfig = PanelConfigs['performance_chart'];

/** A panel as the file can say it, and as it comes back from there. */
export function soundPanel(panel: Panel): Panel {
  const { title: written, ...bare } = panel;
  const title = written?.trim() ?? '';
  const sound = title === '' ? bare : { ...bare, title };
  switch (sound.type) {
    case 'performance_chart':
      return { ...sound, config: soundChart(sound.config) };
    case 'system_overview':
      return { ...sound, config: { metrics: [...new Set(sound.config.metrics)] } };
    case 'alert_list': {
      const { severityFilter, maxAlerts } = sound.config;
      return {
        ...sound,
        config: { severityFilter: severities.filter((severity) => severityFilter.includes(severity)), maxAlerts },
      };
    }
    case 'energy_viz':
    case 'models':
    case 'requests':
    case 'top_processes':
    case 'user_experience':
    case 'monitor_cost':
    case 'storage':
      return sound;
  }
}

/** Only metrics that there are, and whole seconds. */
export function soundChart({ metrics, timeWindowMs }: ChartConfig): ChartConfig {
  const seconds = Math.round(timeWindowMs / 1000) * 1000;
  return {
    metrics: metrics
      .filter(({ metric }) => isMetricId(metric))
      .slice(0, limits.metrics)
      .map(({ metric, name, labels }) => chartMetric(metric, name, labels)),
    timeWindowMs: Math.min(mostTimeWindowMs, Math.max(leastTimeWindowMs, seconds)),
  };
}
