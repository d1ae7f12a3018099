import * as l10n from '@vscode/l10n';
import { attributes, el, setText } from '../../shared/dom';
import { icon, type IconName } from '../../shared/icon';
import type { PanelFrame } from '../grid/panelFrame';

export interface HandleActions {
  /** The pointer went down on a handle. */
  readonly grabbed: (frame: PanelFrame, kind: 'move' | 'resize', handle: HTMLElement, down: PointerEvent) => void;
  /** A key went down on the grip; true if it meant something. */
  readonly pressed: (frame: PanelFrame, event: KeyboardEvent) => boolean;
  /** The key that was held went up, or the grip lost the focus. */
  readonly released: () => void;
  readonly rename: (frame: PanelFrame, title: string) => void;
  readonly remove: (frame: PanelFrame) => void;
}

const keys = l10n.t(
  'Arrow keys move it, with Shift they change its size. Enter renames it, Delete removes it, Escape ends editing.',
);
/** As the file allows. */
const longestTitle = 128;

/** What a panel is moved, sized, renamed and removed by, in edit mode. */
export class PanelHandles {
  readonly bar: HTMLElement;
  readonly corner = el('div', 'panel-corner', icon('grow'));
  private readonly grip = el('button', 'panel-grip');
  private readonly title = el('span');
  private readonly renaming: HTMLButtonElement;
  private readonly removing: HTMLButtonElement;
  private input: HTMLInputElement | undefined;

  constructor(
    private readonly frame: PanelFrame,
    private readonly actions: HandleActions,
  ) {
    const { grip, corner } = this;
    grip.type = 'button';
    grip.append(icon('grip'), this.title);
    this.renaming = actButton('rename', () => {
      this.askName();
    });
    this.removing = actButton('close', () => {
      actions.remove(frame);
    });
    this.bar = el('div', 'panel-bar', grip, this.renaming, this.removing);
    attributes(corner, { 'aria-hidden': 'true' });
    this.listen();
    this.write();
  }

  focus(): void {
    this.grip.focus({ preventScroll: true });
  }

  /** Writes the panel's title wherever it is named. */
  write(): void {
    const { title } = this.frame;
    setText(this.title, title);
    attributes(this.grip, { 'aria-label': l10n.t('Panel {0}', title), 'aria-description': keys });
    attributes(this.renaming, { 'aria-label': l10n.t('Rename {0}', title) });
    attributes(this.removing, { 'aria-label': l10n.t('Remove {0}', title) });
  }

  /** Puts a field for the title in place of the title. */
  askName(): void {
    if (this.input) return;
    const input = el('input', 'panel-name');
    attributes(input, {
      maxlength: String(longestTitle),
      'aria-label': l10n.t('Title of the panel; empty for the usual one'),
    });
    input.value = this.frame.title;
    this.input = input;
    const end = (isKept: boolean): void => {
      if (this.input !== input) return;
      this.input = undefined;
      const title = input.value.trim();
      const hadFocus = document.activeElement === input;
      input.replaceWith(this.grip);
      if (hadFocus) this.focus();
      if (isKept && title !== this.frame.title) this.actions.rename(this.frame, title);
    };
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end(event.key === 'Enter');
    });
    input.addEventListener('blur', () => {
      end(true);
    });
    this.grip.replaceWith(input);
    input.focus();
    input.select();
  }

  private listen(): void {
    const { frame, actions, grip, corner } = this;
    const grab = (kind: 'move' | 'resize', handle: HTMLElement): void => {
      handle.addEventListener('pointerdown', (event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        this.focus();
        actions.grabbed(frame, kind, handle, event);
      });
    };
    grab('move', grip);
    grab('resize', corner);
    grip.addEventListener('dblclick', () => {
      this.askName();
    });
    grip.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === 'F2') this.askName();
      else if (!actions.pressed(frame, event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
    grip.addEventListener('keyup', actions.released);
    grip.addEventListener('blur', actions.released);
  }
}

function actButton(picture: IconName, run: () => void): HTMLButtonElement {
  const button = el('button', 'panel-act', icon(picture));
  button.type = 'button';
  button.addEventListener('click', run);
  return button;
}
