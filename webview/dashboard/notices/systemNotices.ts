import * as l10n from '@vscode/l10n';
import type { Notice } from '../../../src/protocol/alerts';
import { attributes, el } from '../../shared/dom';
import type { PageTime } from '../../shared/frameLoop';
import { setHint } from '../../shared/hint';
import { severityWords } from '../../shared/alerts/alertWords';

/**
 * Critical notices as notifications of the system, for a browser's page that is not in sight. The permission is asked for
 * by a click on the button only; without it, or where the browser has no notifications, there are none.
 */
export class SystemNotices {
  readonly button = el('button', 'quiet', l10n.t('Notify Me'));

  constructor(
    private readonly time: PageTime,
    private readonly title: string,
  ) {
    attributes(this.button, { type: 'button' });
    setHint(this.button, l10n.t('Asks the browser to show critical alerts while this page is not in sight.'));
    this.button.addEventListener('click', () => {
      void Notification.requestPermission().then(() => {
        this.writeButton();
      });
    });
    this.writeButton();
  }

  tell({ level, message, incident }: Notice): void {
    if (level !== 'critical' || this.time.isVisible()) return;
    if (!isOffered() || Notification.permission !== 'granted') return;
    // A tag makes a later word on the same incident take the place of the earlier one.
    const tag = incident === '' ? {} : { tag: `wirthforge-${incident}` };
    const shown = new Notification(`${severityWords[level]} · ${this.title}`, { body: message, ...tag });
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
