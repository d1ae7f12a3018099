import * as l10n from '@vscode/l10n';
import type { AlertCommand, AlertInfo } from '../../../src/protocol/alerts';
import type { Severity } from '../../../src/protocol/rules/rule';
import type { FromView, ViewAlerts } from '../../../src/protocol/viewLink';
import { attributes, el, setText } from '../../shared/dom';
import type { EngineClock } from '../../shared/engineClock';
import { KeyedList } from '../../shared/keyedList';
import { card } from '../card';
import { AlertRow } from './alertRow';
import { byIncident, type PlacedAlert } from './incidents';
import { ResolvedList } from './resolvedList';

/** More than anybody reads, and still cheap to keep up to date. */
const mostShown = 100;

export interface AlertsCardOptions {
  /** Whether it stays in sight while nothing is active. */
  readonly isAlwaysShown: boolean;
  /** The most alerts that are listed. */
  readonly most?: number;
  /** Alerts of other severities are not listed; undefined: all are. */
  readonly severities?: readonly Severity[] | undefined;
}

/** The active alerts, and folded those that were resolved. Shown while one is active, once it is asked for, or always. */
export class AlertsCard {
  readonly root: HTMLElement;
  private readonly items = el('ul');
  private readonly frame = el('div', 'alerts-frame', this.items);
  private readonly more = el('p', 'muted');
  private readonly none = el('p', 'muted');
  private readonly acts = el('div', 'card-acts');
  private readonly most: number;
  private readonly rules = el('button', 'quiet for-editor', l10n.t('Rules'));
  private readonly list: KeyedList<PlacedAlert>;
  private readonly resolved: ResolvedList;
  private alerts: ViewAlerts | undefined;
  private placed: readonly PlacedAlert[] = [];
  private isWanted = false;
  /** Whether another list of alerts stands in the page for this one; it is still shown where it is asked for. */
  isReplaced = false;

  constructor(
    clock: EngineClock,
    post: (message: FromView) => void,
    private readonly options: AlertsCardOptions,
  ) {
    this.most = Math.min(options.most ?? mostShown, mostShown);
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
    this.items.setAttribute('aria-label', l10n.t('Active alerts'));
    // A part that scrolls must be reached by the keyboard too.
    attributes(this.frame, { tabindex: '0', role: 'group', 'aria-label': l10n.t('Alerts') });
    attributes(this.rules, { type: 'button', 'aria-label': l10n.t('Open the alert rules') });
    this.rules.addEventListener('click', () => {
      post({ type: 'command', command: 'openAlertRules' });
    });
    this.root = card('alerts', l10n.t('Alerts'), this.none, this.frame, this.more, this.resolved.root);
    this.acts.append(this.rules);
    this.root.firstElementChild!.append(this.acts);
    this.root.hidden = !options.isAlwaysShown;
  }

  get isShown(): boolean {
    return !this.root.hidden;
  }

  /** Whether an alert is listed here, once it is written. */
  has(alert: string): boolean {
    return this.placed.slice(0, this.most).some((placed) => placed.alert.id === alert);
  }

  /** Takes buttons in beside the title, away from where they were. */
  adopt(buttons: readonly HTMLElement[]): void {
    this.acts.prepend(...buttons);
  }

  tell(alerts: ViewAlerts): void {
    this.alerts = alerts;
    this.placed = byIncident(alerts.active.filter(this.isListed));
  }

  /** Brings texts, times included, up to date. */
  write(): void {
    const { alerts, placed } = this;
    if (!alerts) return;
    const hadFocus = this.root.contains(document.activeElement);
    // What has the focus does not vanish.
    if (placed.length === 0 && hadFocus) this.isWanted = true;
    this.root.hidden = !this.options.isAlwaysShown && !this.isWanted && (placed.length === 0 || this.isReplaced);
    if (this.root.hidden) return;
    this.list.write(placed.slice(0, this.most));
    this.frame.hidden = placed.length === 0;
    setText(this.more, moreText(alerts.active.length - Math.min(placed.length, this.most)));
    setText(this.none, noneText(alerts));
    this.none.hidden = placed.length > 0;
    this.resolved.write(alerts.recent.filter(this.isListed));
    const focused = document.activeElement;
    const isLost = hadFocus && !(focused?.checkVisibility() === true && this.root.contains(focused));
    if (isLost) this.rules.focus({ preventScroll: true });
  }

  /** Shows the card, or where nothing is active takes it away again. */
  toggle(): void {
    const isEmpty = this.placed.length === 0;
    if (this.options.isAlwaysShown) {
      this.reveal(isEmpty ? this.rules : this.frame);
      return;
    }
    this.isWanted = isEmpty && !this.isShown;
    this.root.hidden = isEmpty && !this.isWanted;
    if (this.root.hidden) return;
    this.write();
    this.reveal(isEmpty ? this.rules : this.frame);
  }

  /** Brings an alert into sight and gives it the focus; the card where the alert is not active any more. */
  show(alert: string): void {
    this.isWanted = this.placed.length === 0 || this.isReplaced;
    this.root.hidden = false;
    this.write();
    const row = this.list.find(alert);
    this.reveal(row?.querySelector<HTMLElement>('button:not([hidden])') ?? this.rules);
  }

  private readonly isListed = ({ severity }: AlertInfo): boolean => this.options.severities?.includes(severity) ?? true;

  private reveal(target: HTMLElement): void {
    this.root.scrollIntoView({ block: 'nearest' });
    target.focus();
  }
}

/** @param others How many are active and not listed. */
function moreText(others: number): string {
  if (others === 0) return '';
  return others === 1
    ? l10n.t('1 more is active. The list in the side bar has all of them.')
    : l10n.t('{0} more are active. The list in the side bar has all of them.', others);
}

function noneText({ active, isEnabled, rules }: ViewAlerts): string {
  if (!isEnabled)
    return l10n.t(
      'No rule is looked at: the setting wirthforge.alerts.enabled is off. Switch it on to be told of trouble.',
    );
  if (rules === 0) return l10n.t('No rule is in force, so nothing is watched. Add one to the rules.');
  if (active.length > 0) return l10n.t('Nothing of the severities that this panel lists is active.');
  return rules === 1
    ? l10n.t('Nothing is active. 1 rule is in force.')
    : l10n.t('Nothing is active. {0} rules are in force.', rules);
}
