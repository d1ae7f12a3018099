import * as l10n from '@vscode/l10n';
import type { AlertCommand, AlertInfo } from '../../src/protocol/alerts';
import type { ViewAlerts } from '../../src/protocol/viewLink';
import { ActButton } from '../shared/alerts/actButton';
import { nameOf, sinceText } from '../shared/alerts/alertWords';
import { isUnseen } from '../shared/alerts/isUnseen';
import { SeverityMark } from '../shared/alerts/severityMark';
import { attributes, el, setText } from '../shared/dom';
import type { EngineClock } from '../shared/engineClock';
import { KeyedList, type Entry } from '../shared/keyedList';

/** The list of all of them stands below this view. */
const mostShown = 3;

/** The worst alerts that nobody has seen. */
export class AlertList {
  readonly root: HTMLElement;
  private readonly items = el('ul');
  private readonly note = el('p', 'muted');
  private readonly list: KeyedList<AlertInfo>;
  private alerts: ViewAlerts | undefined;

  constructor(clock: EngineClock, act: (command: AlertCommand) => void, focusLost: () => void) {
    attributes(this.items, { role: 'list', 'aria-label': l10n.t('Active alerts') });
    this.list = new KeyedList<AlertInfo>(
      this.items,
      ({ id }) => id,
      ({ id }) => new AlertRow(id, clock, act),
      focusLost,
    );
    this.root = el('section', '', el('h2', '', l10n.t('Alerts')), this.items, this.note);
    this.root.hidden = true;
  }

  tell(alerts: ViewAlerts): void {
    this.alerts = alerts;
  }

  write(): void {
    const { alerts } = this;
    this.root.hidden = !alerts;
    if (!alerts) return;
    const unseen = alerts.active.filter(isUnseen);
    this.list.write(unseen.slice(0, mostShown));
    this.items.hidden = unseen.length === 0;
    setText(this.note, noteOf(alerts, unseen.length));
    this.note.hidden = this.note.textContent === '';
  }
}

function noteOf({ active, isEnabled, rules }: ViewAlerts, unseen: number): string {
  if (!isEnabled) return l10n.t('Off: the setting wirthforge.alerts.enabled is off.');
  if (unseen > mostShown) return l10n.t('{0} more are in the list below.', unseen - mostShown);
  if (unseen > 0) return '';
  if (active.length > 0) return l10n.t('Nothing new. {0} in the list below.', active.length);
  if (rules === 0) return l10n.t('No rule is in force, so nothing is watched.');
  return rules === 1 ? l10n.t('None. 1 rule is in force.') : l10n.t('None. {0} rules are in force.', rules);
}

class AlertRow implements Entry<AlertInfo> {
  readonly root: HTMLElement;
  private readonly mark = new SeverityMark();
  private readonly message = el('p', 'alert-message');
  private readonly since = el('span', 'muted');
  private readonly acknowledge: ActButton;

  constructor(
    id: string,
    private readonly clock: EngineClock,
    act: (command: AlertCommand) => void,
  ) {
    this.acknowledge = new ActButton(l10n.t('Acknowledge'), () => {
      act({ kind: 'acknowledge', alert: id });
    });
    const head = el('div', 'alert-head', this.mark.root, this.since, this.acknowledge.root);
    this.root = el('li', 'alert', head, this.message);
    attributes(this.root, { role: 'listitem', 'data-alert': id });
  }

  write(alert: AlertInfo): void {
    attributes(this.root, { 'data-severity': alert.severity });
    this.mark.write(alert.severity);
    setText(this.message, alert.message);
    setText(this.since, sinceText(alert, this.clock.now()));
    this.acknowledge.write(nameOf(alert), true);
  }
}
