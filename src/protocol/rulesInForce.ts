import type { AlertsInfo } from './alerts';

/** How many rules are looked at. */
export function rulesInForce(alerts: AlertsInfo | undefined): number {
  return alerts?.rules.filter(({ state }) => state !== 'off').length ?? 0;
}
