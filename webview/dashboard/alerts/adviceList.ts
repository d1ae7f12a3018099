import * as l10n from '@vscode/l10n';
import type { Advice } from '../../../src/protocol/alerts';
import { el } from '../../shared/dom';
import { adviceWords } from '../../shared/alerts/alertWords';

/** What can be done about an alert, folded; what the user unfolded stays so while the advice stays the same or changes. */
export class AdviceList {
  private readonly items = el('ul');
  readonly root = el('details', 'advice', el('summary', '', l10n.t('What to do')), this.items);
  private shown: readonly Advice[] = [];

  write(advice: readonly Advice[]): void {
    this.root.hidden = advice.length === 0;
    if (areEqual(advice, this.shown)) return;
    this.shown = advice;
    this.items.replaceChildren(
      ...advice.map(({ kind, message }) => el('li', '', el('b', '', adviceWords[kind]), ` ${message}`)),
    );
  }
}

function areEqual(some: readonly Advice[], others: readonly Advice[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ kind, message }, at) => kind === others[at]!.kind && message === others[at]!.message)
  );
}
