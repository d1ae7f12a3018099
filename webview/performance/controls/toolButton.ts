import { attributes, el } from '../../shared/dom';
import { setHint } from '../../shared/hint';

/** A button with a text or a sign. @param label Names it where the text is only a sign. @param hint Says more. */
export function toolButton(text: string, act: () => void, label = text, hint?: string): HTMLButtonElement {
  const button = el('button', 'tool', text);
  attributes(button, { type: 'button', 'aria-label': label === text ? undefined : label });
  setHint(button, hint ?? (label === text ? undefined : label));
  button.addEventListener('click', act);
  return button;
}
