import type { ViewAlerts } from '../../../src/protocol/viewLink';
import { attributes, el, setText } from '../../shared/dom';
import { setHint } from '../../shared/hint';
import { icon } from '../../shared/icon';
import { alertSummary } from './alertSummary';

/** Where alerts stand, beside the state of the monitor; leads to the card. */
export class AlertsButton {
  private readonly picture = el('span', 'alerts-picture');
  private readonly text = el('span');
  readonly root = el('button', 'alerts-button', this.picture, this.text);
  private shown: ViewAlerts | undefined;

  constructor(toggle: () => void) {
    this.root.type = 'button';
    this.root.hidden = true;
    this.root.addEventListener('click', toggle);
  }

  /** @param isOpen Whether the card is shown. */
  write(alerts: ViewAlerts | undefined, isOpen: boolean): void {
    attributes(this.root, { 'aria-expanded': String(isOpen) });
    if (!alerts || alerts === this.shown) return;
    this.shown = alerts;
    const { text, worst, hint } = alertSummary(alerts);
    this.root.hidden = false;
    attributes(this.root, { 'data-severity': worst });
    this.picture.replaceChildren(icon(worst ?? 'bell'));
    setText(this.text, text);
    setHint(this.root, hint);
  }
}
