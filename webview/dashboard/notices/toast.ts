import * as l10n from '@vscode/l10n';
import type { AlertCommand } from '../../../src/protocol/alerts';
import { attributes, el, setText } from '../../shared/dom';
import type { EngineClock } from '../../shared/engineClock';
import { icon } from '../../shared/icon';
import type { Entry } from '../../shared/keyedList';
import { ActButton } from '../../shared/alerts/actButton';
import { silenceMs } from '../alerts/alertRow';
import { adviceWords } from '../../shared/alerts/alertWords';
import { SeverityMark } from '../../shared/alerts/severityMark';
import type { Toast } from './toastQueue';

/** What the toasts of a page share. */
export interface ToastContext {
  readonly clock: EngineClock;
  readonly act: (command: AlertCommand) => void;
  readonly show: (alert: string) => void;
  readonly close: (key: string) => void;
}

/** One notice, drawn over the page. What it says does not change. */
export class ToastBox implements Entry<Toast> {
  readonly root: HTMLElement;

  constructor({ key, notice }: Toast, { clock, act, show, close }: ToastContext) {
    const mark = new SeverityMark();
    mark.write(notice.level);
    const [advice] = notice.advice;
    const closing = el('button', 'toast-close', icon('close'));
    attributes(closing, { type: 'button', 'aria-label': l10n.t('Close: {0}', notice.message) });
    closing.addEventListener('click', () => {
      close(key);
    });
    const actOnAll = (commandFor: (alert: string) => AlertCommand): void => {
      for (const alert of notice.alerts) act(commandFor(alert));
      close(key);
    };
    const buttons = [
      new ActButton(l10n.t('Show'), () => {
        close(key);
        show(notice.alerts[0]!);
      }),
      new ActButton(l10n.t('Acknowledge'), () => {
        actOnAll((alert) => ({ kind: 'acknowledge', alert }));
      }),
      new ActButton(l10n.t('Silence 1 h'), () => {
        const until = Math.round(clock.now()) + silenceMs;
        actOnAll((alert) => ({ kind: 'silence', alert, until }));
      }),
    ];
    for (const button of buttons) button.write(notice.message, true);
    const acts = el('div', 'alert-acts', ...buttons.map(({ root }) => root));
    // What only sums up has no alert of its own.
    acts.hidden = notice.alerts.length === 0;
    const hint = el('p', 'muted');
    setText(hint, advice ? `${adviceWords[advice.kind]}: ${advice.message}` : '');
    hint.hidden = !advice;
    this.root = el('li', 'toast', el('div', 'toast-head', mark.root, closing), el('p', 'toast-text', notice.message));
    this.root.append(hint, acts);
    attributes(this.root, { role: 'listitem', 'data-severity': notice.level, 'data-toast': key });
  }

  /** A notice that says something else is another one. */
  write(): void {
    return;
  }
}
