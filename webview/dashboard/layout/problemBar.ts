import * as l10n from '@vscode/l10n';
import { attributes, el, setText } from '../../shared/dom';
import { icon } from '../../shared/icon';

/** Says why the layout's file is not in force as it is written, and leads to it. */
export class ProblemBar {
  readonly root: HTMLElement;
  private readonly text = el('p');

  constructor(open: () => void) {
    const button = el('button', 'quiet for-editor', l10n.t('Open the file'));
    button.type = 'button';
    button.addEventListener('click', open);
    this.root = el('div', 'layout-problem', icon('warning'), this.text, button);
    attributes(this.root, { role: 'status' });
    this.root.hidden = true;
  }

  write(problem: string | undefined): void {
    this.root.hidden = problem === undefined;
    setText(this.text, problem ?? '');
  }
}
