import type { AlertInfo } from '../../../protocol/alerts';

const most = 200;

/** Alerts that were resolved, and when each rule fired last. */
export class RecentAlerts {
  private listed: readonly AlertInfo[] = [];
  private readonly lastFired = new Map<string, number>();

  /** The last 200, newest first. */
  get list(): readonly AlertInfo[] {
    return this.listed;
  }

  add(alert: AlertInfo): void {
    this.listed = [alert, ...this.listed.slice(0, most - 1)];
  }

  /** Takes in what was resolved before; what is known already stays as it is. */
  addOlder(alerts: readonly AlertInfo[]): void {
    const known = new Set(this.listed.map(keyOf));
    const more = alerts.filter((alert) => {
      if (alert.resolvedAt === undefined || known.has(keyOf(alert))) return false;
      known.add(keyOf(alert));
      return true;
    });
    for (const { rule, firedAt } of more) if (firedAt !== undefined) this.noteFiring(rule, firedAt);
    this.listed = [...this.listed, ...more].sort((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0)).slice(0, most);
  }

  find(id: string): AlertInfo | undefined {
    return this.listed.find((alert) => alert.id === id);
  }

  noteFiring(rule: string, at: number): void {
    this.lastFired.set(rule, Math.max(at, this.lastFired.get(rule) ?? -Infinity));
  }

  /** Milliseconds since 1970. */
  lastFiredAt(rule: string): number | undefined {
    return this.lastFired.get(rule);
  }
}

function keyOf({ id, resolvedAt }: AlertInfo): string {
  return `${id} ${resolvedAt ?? ''}`;
}
