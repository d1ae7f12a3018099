import type { PanelConfigs } from '../../../src/protocol/layout/layout';
import type { ToView } from '../../../src/protocol/viewLink';
import { AlertsCard } from '../alerts/alertsCard';
import type { PanelContent, PanelContext } from './panelContent';

/** The active alerts of some severities, always in sight. */
export class AlertsPanel implements PanelContent {
  readonly card: AlertsCard;

  constructor({ clock, post, alerts }: PanelContext, { severityFilter, maxAlerts }: PanelConfigs['alert_list']) {
    this.card = new AlertsCard(clock, post, {
      isAlwaysShown: true,
      most: maxAlerts,
      // A list that shows nothing would hide what is wrong.
      severities: severityFilter.length > 0 ? severityFilter : undefined,
    });
    const known = alerts();
    if (known) this.card.tell(known);
  }

  get root(): HTMLElement {
    return this.card.root;
  }

  heard(message: ToView): void {
    if (message.type === 'alerts') this.card.tell(message.alerts);
  }

  write(): void {
    this.card.write();
  }
}
