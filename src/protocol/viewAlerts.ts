import type { AlertsInfo } from './alerts';
import { rulesInForce } from './rulesInForce';
import type { Config } from './settings';
import type { ViewAlerts } from './viewLink';

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
