import type { AlertsInfo } from '../../protocol/alerts';
import type { Config } from '../../protocol/settings';
import type { ViewAlerts } from '../../protocol/viewLink';
import { rulesInForce } from './alertSet';

const mostRecent = 20;

/** What a dashboard is told of alerts. */
export function viewAlerts(alerts: AlertsInfo, config: Config): ViewAlerts {
  return {
    active: alerts.active,
    recent: alerts.recent.slice(0, mostRecent),
    isEnabled: config.enabled && config['alerts.enabled'],
    hasSound: config['alerts.sound'],
    rules: rulesInForce(alerts),
  };
}
