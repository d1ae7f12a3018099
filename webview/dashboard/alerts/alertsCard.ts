import type { AlertCommand } from '../../../src/protocol/alerts';
import type { FromView, ViewAlerts } from '../../../src/protocol/viewLink';
import { attributes, el, setText } from '../../shared/dom';
import type { EngineClock } from '../../shared/engineClock';
import { KeyedList } from '../../shared/keyedList';
import { card } from '../card';
import { AlertRow } from './alertRow';
import { counted } from './alertSummary';
import { byIncident, type PlacedAlert } from './incidents';
import { ResolvedList } from './resolvedList';

/** More than anybody reads, and still cheap to keep up to date. */
const mostShown = 100;

/** The active alerts, and folded those that were resolved. Shown while one is active, or once it is asked for. */
export class AlertsCard {
  readonly root: HTMLElement;
  private readonly items = el('ul');
  private readonly frame = el('div', 'alerts-frame', this.items);
  private readonly more = el('p', 'muted');
  private readonly none = el('p', 'muted');
  private readonly rules = el('button', 'quiet', 'Rules');
  private readonly list: KeyedList<PlacedAlert>;
  private readonly resolved: ResolvedList;
  private alerts: ViewAlerts | undefined;
  private placed: readonly PlacedAlert[] = [];
  private isWanted = false;

  /** @param extra Stands beside the title. */
  constructor(clock: EngineClock, post: (message: FromView) => void, extra: readonly HTMLElement[]) {
    const act = (command: AlertCommand): void => {
      post({ type: 'alert', command });
    };
    const nameOfOther = (id: string): string | undefined => this.alerts?.active.find((alert) => alert.id === id)?.name;
    const context = { clock, act, nameOfOther };
    this.list = new KeyedList(
      this.items,
      ({ alert }) => alert.id,
      ({ alert }) => new AlertRow(alert.id, context),
      () => {
        this.rules.focus({ preventScroll: true });
      },
    );
    this.resolved = new ResolvedList(clock);
    this.items.setAttribute('role', 'list');
    this.items.setAttribute('aria-label', 'Active alerts');
    // A part that scrolls must be reached by the keyboard too.
    attributes(this.frame, { tabindex: '0', role: 'region', 'aria-label': 'Alerts' });
    attributes(this.rules, { type: 'button', 'aria-label': 'Open the alert rules' });
    this.rules.addEventListener('click', () => {
      post({ type: 'command', command: 'openAlertRules' });
    });
    this.root = card('alerts', 'Alerts', this.none, this.frame, this.more, this.resolved.root);
    this.root.firstElementChild!.append(el('div', 'card-acts', ...extra, this.rules));
    this.root.hidden = true;
  }

  get isShown(): boolean {
    return !this.root.hidden;
  }

  tell(alerts: ViewAlerts): void {
    this.alerts = alerts;
    this.placed = byIncident(alerts.active);
  }

  /** Brings texts, times included, up to date. */
  write(): void {
    const { alerts, placed } = this;
    if (!alerts) return;
    const hadFocus = this.root.contains(document.activeElement);
    // What has the focus does not vanish.
    if (placed.length === 0 && hadFocus) this.isWanted = true;
    this.root.hidden = placed.length === 0 && !this.isWanted;
    if (this.root.hidden) return;
    this.list.write(placed.slice(0, mostShown));
    this.frame.hidden = placed.length === 0;
    setText(this.more, `${placed.length - mostShown} more are active. The list in the side bar has all of them.`);
    this.more.hidden = placed.length <= mostShown;
    setText(this.none, noneText(alerts));
    this.none.hidden = placed.length > 0;
    this.resolved.write(alerts.recent);
    const focused = document.activeElement;
    const isLost = hadFocus && !(focused?.checkVisibility() === true && this.root.contains(focused));
    if (isLost) this.rules.focus({ preventScroll: true });
  }

  /** Shows the card, or where nothing is active takes it away again. */
  toggle(): void {
    const isEmpty = this.placed.length === 0;
    this.isWanted = isEmpty && !this.isShown;
    this.root.hidden = isEmpty && !this.isWanted;
    if (this.root.hidden) return;
    this.write();
    this.reveal(isEmpty ? this.rules : this.frame);
  }

  /** Brings an alert into sight and gives it the focus; the card where the alert is not active any more. */
  show(alert: string): void {
    this.isWanted = this.placed.length === 0;
    this.root.hidden = false;
    this.write();
    const row = this.list.find(alert);
    this.reveal(row?.querySelector<HTMLElement>('button:not([hidden])') ?? this.rules);
  }

  private reveal(target: HTMLElement): void {
    this.root.scrollIntoView({ block: 'nearest' });
    target.focus();
  }
}

function noneText({ isEnabled, rules }: ViewAlerts): string {
  if (!isEnabled)
    return 'No rule is looked at: the setting wirthforge.alerts.enabled is off. Switch it on to be told of trouble.';
  if (rules === 0) return 'No rule is in force, so nothing is watched. Add one to the rules.';
  return `Nothing is active. ${counted(rules, 'rule')} ${rules === 1 ? 'is' : 'are'} in force.`;
}
