import type { AlertInfo } from '../../../src/protocol/alerts';

/** An alert and its place among those that fire together with it. */
export interface PlacedAlert {
  readonly alert: AlertInfo;
  /** How many of the alerts belong to its incident. */
  readonly together: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** The alerts with those of one incident side by side, each incident where its first alert was. */
export function byIncident(alerts: readonly AlertInfo[]): PlacedAlert[] {
  const incidents = new Map<string, AlertInfo[]>();
  for (const alert of alerts) {
    const members = incidents.get(alert.incident);
    if (members) members.push(alert);
    else incidents.set(alert.incident, [alert]);
  }
  return [...incidents.values()].flatMap((members) =>
    members.map((alert, at) => ({
      alert,
      together: members.length,
      isFirst: at === 0,
      isLast: at === members.length - 1,
    })),
  );
}
