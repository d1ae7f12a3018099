import * as l10n from '@vscode/l10n';
import type { Notice } from '../../../src/protocol/alerts';
import { attributes, el } from '../../shared/dom';
import type { PageTime } from '../../shared/frameLoop';
import { setHint } from '../../shared/hint';
import { severityWords } from '../../shared/alerts/alertWords';

/**
 * Critical notices as notifications of the system, for a browser's page that is not looked at. The permission is asked for
 * by a click on the button only; without it, or where the browser has no notifications, there are none.
 */
export class SystemNotices {
  readonly button = el('button', 'quiet', l10n.t('Notify Me'));

  constructor(
    private readonly time: PageTime,
    private readonly title: string,
  ) {
    attributes(this.button, { type: 'button' });
    setHint(this.button, l10n.t('Asks the browser to show critical alerts while this page is not looked at.'));
    this.button.addEventListener('click', () => {
      void Notification.requestPermission().then(() => {
        this.writeButton();
      });
    });
    this.writeButton();
  }

  tell({ level, message, incident }: Notice): void {
    // A page beside another window is in sight, but who works there does not look at it.
    if (level !== 'critical' || (this.time.isVisible() && document.hasFocus())) return;
    if (!isOffered() || Notification.permission !== 'granted') return;
    // With a tag, all pages of a browser show one together, and a later word on an incident replaces the earlier one.
    const tag = `wirthforge-${incident === '' ? message : incident}`;
    const shown = new Notification(`${severityWords[level]} · ${this.title}`, { body: message, tag });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  }

  private writeButton(): void {
    this.button.hidden = !isOffered() || Notification.permission !== 'default';
  }
}

/** Pages that are not from this machine or encrypted have none. */
function isOffered(): boolean {
  return 'Notification' in window;
}
