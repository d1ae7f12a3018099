import type { AlertInfo } from '../../../src/protocol/alerts';
import { isUnseen } from '../../shared/alerts/isUnseen';

/** Tells which critical alerts have begun since the last look. Those of the first look are no news. */
export class FreshCriticals {
  private known: ReadonlySet<string> | undefined;

  of(active: readonly AlertInfo[]): AlertInfo[] {
    const critical = active.filter((alert) => alert.severity === 'critical' && isUnseen(alert));
    const { known } = this;
    this.known = new Set(critical.map(({ id }) => id));
    return known ? critical.filter(({ id }) => !known.has(id)) : [];
  }
}
