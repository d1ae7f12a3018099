import * as l10n from '@vscode/l10n';
import { themeNames, type PanelType, type ThemeName } from '../../../src/protocol/layout/layout';
import { attributes, el } from '../../shared/dom';
import { icon, type IconName } from '../../shared/icon';
import { AddPanel } from './addPanel';

export interface EditActions {
  readonly add: (type: PanelType) => void;
  readonly undo: () => void;
  readonly theme: (name: ThemeName) => void;
  readonly openFile: () => void;
  readonly reset: () => void;
  readonly done: () => void;
}

const themeWords: Readonly<Record<ThemeName, string>> = {
  vscode: l10n.t("The editor's colours"),
  dark: l10n.t('Dark colours'),
  light: l10n.t('Light colours'),
};

/** What can be done with the layout as a whole, in edit mode. */
export class EditBar {
  readonly root: HTMLElement;
  private readonly undoButton: HTMLButtonElement;
  private readonly theme = el('select', 'edit-theme');

  constructor(actions: EditActions) {
    this.undoButton = tool(l10n.t('Undo'), 'undo', actions.undo);
    attributes(this.undoButton, { 'aria-keyshortcuts': 'Control+Z Meta+Z' });
    const done = tool(l10n.t('Done'), undefined, actions.done);
    done.classList.add('primary');
    this.theme.append(...themeNames.map((name) => new Option(themeWords[name], name)));
    attributes(this.theme, { 'aria-label': l10n.t('Colours of the dashboard') });
    this.theme.addEventListener('change', () => {
      const chosen = themeNames.find((name) => name === this.theme.value);
      if (chosen) actions.theme(chosen);
    });
    this.root = el(
      'div',
      'edit-bar',
      el('p', 'edit-note', l10n.t('Drag panels by their titles, or use the arrow keys on them.')),
      new AddPanel(actions.add).root,
      this.undoButton,
      this.theme,
      tool(l10n.t('Open file'), 'log', actions.openFile),
      tool(l10n.t('Reset'), undefined, actions.reset),
      done,
    );
    attributes(this.root, { role: 'toolbar', 'aria-label': l10n.t('Edit the layout') });
    this.root.hidden = true;
  }

  write(canUndo: boolean, theme: ThemeName): void {
    this.undoButton.disabled = !canUndo;
    if (this.theme.value !== theme) this.theme.value = theme;
  }
}

function tool(label: string, picture: IconName | undefined, run: () => void): HTMLButtonElement {
  const button = el('button', 'tool', ...(picture ? [icon(picture)] : []), el('span', '', label));
  attributes(button, { type: 'button', 'aria-label': label });
  button.addEventListener('click', run);
  return button;
}
