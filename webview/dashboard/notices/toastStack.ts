import * as l10n from '@vscode/l10n';
import type { FromView } from '../../../src/protocol/viewLink';
import type { Notice } from '../../../src/protocol/alerts';
import { attributes, el, setText } from '../../shared/dom';
import type { EngineClock } from '../../shared/engineClock';
import type { PageTime } from '../../shared/frameLoop';
import { KeyedList } from '../../shared/keyedList';
import { ToastBox } from './toast';
import { ToastQueue, type Toast } from './toastQueue';

/** Notices at the lower right of the page. They wait while they are pointed at or have the focus. */
export class ToastStack {
  private readonly items = el('ul');
  private readonly moreText = el('span', 'muted');
  private readonly closeAll = el('button', 'quiet', l10n.t('Close All'));
  private readonly more = el('p', 'toast-more', this.moreText, this.closeAll);
  readonly root = el('section', 'toasts', this.items, this.more);
  private readonly queue: ToastQueue;
  private readonly list: KeyedList<Toast>;
  private isPointedAt = false;
  private hasFocus = false;
  /** Where the focus was before it came here. */
  private before: HTMLElement | undefined;

  constructor(time: PageTime, clock: EngineClock, post: (message: FromView) => void, show: (alert: string) => void) {
    this.queue = new ToastQueue(time, () => {
      this.write();
    });
    const close = (key: string): void => {
      this.queue.close(key);
    };
    const act = (command: Extract<FromView, { type: 'alert' }>['command']): void => {
      post({ type: 'alert', command });
    };
    this.list = new KeyedList(
      this.items,
      ({ key }) => key,
      (toast) => new ToastBox(toast, { clock, act, show, close }),
      () => {
        this.giveFocusBack();
      },
    );
    attributes(this.root, { role: 'region', 'aria-label': l10n.t('Notifications') });
    this.items.setAttribute('role', 'list');
    this.closeAll.type = 'button';
    this.root.hidden = true;
    this.listen();
  }

  add(notice: Notice): void {
    this.queue.add(notice);
  }

  /** @param isUnseen Whether an alert fires and nobody has seen it. */
  review(isUnseen: (alert: string) => boolean): void {
    this.queue.review(isUnseen);
  }

  visibilityChanged(): void {
    this.queue.visibilityChanged();
  }

  private listen(): void {
    const { root } = this;
    root.addEventListener('pointerenter', () => {
      this.isPointedAt = true;
      this.hold();
    });
    root.addEventListener('pointerleave', () => {
      this.isPointedAt = false;
      this.hold();
    });
    root.addEventListener('focusin', ({ target, relatedTarget }) => {
      if (relatedTarget instanceof HTMLElement && !root.contains(relatedTarget)) this.before = relatedTarget;
      // Focus that a click left behind does not mean that somebody still reads.
      this.hasFocus = (target as Element).matches(':focus-visible');
      this.hold();
    });
    root.addEventListener('focusout', () => {
      this.hasFocus = false;
      this.hold();
    });
    root.addEventListener('keydown', (event) => {
      const key = (event.target as Element).closest('[data-toast]')?.getAttribute('data-toast');
      if (event.key !== 'Escape' || !key) return;
      event.stopPropagation();
      this.queue.close(key);
    });
    this.closeAll.addEventListener('click', () => {
      this.queue.closeAll();
    });
  }

  private hold(): void {
    this.queue.hold(this.isPointedAt || this.hasFocus);
  }

  private write(): void {
    const { shown, more } = this.queue;
    this.list.write(shown);
    setText(this.moreText, l10n.t('+{0} more', more));
    this.more.hidden = more === 0;
    this.root.hidden = shown.length === 0;
    if (shown.length > 0) return;
    // Neither leaves by itself what is not there any more.
    this.isPointedAt = false;
    this.hasFocus = false;
    this.queue.hold(false);
  }

  private giveFocusBack(): void {
    if (this.before?.isConnected === true) this.before.focus({ preventScroll: true });
    this.before = undefined;
  }
}
