import * as l10n from '@vscode/l10n';
import type { Condition } from './condition';
import { attributes, el, setText } from './dom';
import { setTextHint } from './hint';

/** How the monitor is, in a word with a mark; where there is more to say, it says so when pointed at. */
export class ConditionBadge {
  readonly root: HTMLElement;
  private readonly text = el('span', '', l10n.t('Connecting'));

  constructor() {
    attributes(this.text, { role: 'status' });
    this.root = el('div', 'state', el('i', 'dot'), this.text);
  }

  write({ kind, label, detail }: Condition): void {
    attributes(this.root, { 'data-kind': kind });
    setText(this.text, label);
    setTextHint(this.root, detail);
  }
}
