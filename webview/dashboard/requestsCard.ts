import * as l10n from '@vscode/l10n';
import type { Activity } from '../../src/protocol/requests';
import type { FromView } from '../../src/protocol/viewLink';
import { attributes, el, setText } from '../shared/dom';
import type { PageNow } from '../shared/livePage';
import { card } from './card';
import { requestColumns, requestRows } from './requestRows';
import { Table } from '../shared/table';

/** The requests that passed through the measuring proxy, or how to get some there. Not shown without a runtime. */
export class RequestsCard {
  readonly root: HTMLElement;
  private readonly table = new Table(l10n.t('Requests, newest first'), requestColumns);
  private readonly frame = el('div', 'table-frame requests-frame', this.table.root);
  private readonly emptyTitle = el('p', 'empty-title');
  private readonly emptyText = el('p', 'muted');
  private readonly empty: HTMLElement;
  private readonly connect: HTMLButtonElement;
  private shown: Activity['requests'] | undefined;

  constructor(post: (message: FromView) => void) {
    this.table.root.classList.add('stacks', 'requests');
    // A part that scrolls must be reached by the keyboard too.
    attributes(this.frame, { tabindex: '0', role: 'group', 'aria-label': l10n.t('Requests') });
    const connect = (className: string): HTMLButtonElement => {
      const button = el('button', `${className} for-editor`, l10n.t('Connect a Client'));
      button.type = 'button';
      button.addEventListener('click', () => {
        post({ type: 'command', command: 'connectRuntime' });
      });
      return button;
    };
    this.empty = el('div', 'card-body empty', this.emptyTitle, this.emptyText, connect('primary'));
    this.root = card('requests', l10n.t('Requests'), this.frame, this.empty);
    this.connect = connect('quiet');
    this.root.firstElementChild!.append(this.connect);
  }

  write({ status, activity }: PageNow): void {
    const requests = activity?.requests ?? [];
    const isEmpty = requests.length === 0;
    this.root.hidden = isEmpty && (status?.runtimes.length ?? 0) === 0;
    this.frame.hidden = isEmpty;
    this.connect.hidden = isEmpty;
    this.empty.hidden = !isEmpty;
    if (requests !== this.shown) this.table.write(requestRows(requests));
    this.shown = requests;
    if (isEmpty) this.writeEmpty(status?.proxy);
  }

  private writeEmpty(proxy: string | undefined): void {
    setText(
      this.emptyTitle,
      proxy === undefined ? l10n.t('No request can be measured now.') : l10n.t('No request was measured yet.'),
    );
    setText(
      this.emptyText,
      proxy === undefined
        ? l10n.t(
            'The measuring proxy does not listen: it is switched off or could not start. "Connect a Client" tells which, and leads to where it is changed.',
          )
        : l10n.t(
            'A request is measured when it passes through the proxy at {0}: times, tokens, energy and model uncertainty, never what it says. Point a client there.',
            proxy,
          ),
    );
  }
}
