import { attributes, el } from './dom';
import { icon, type IconName } from './icon';

/** A button with a picture and its name; where the page is narrow, its style leaves the picture only. */
export function iconButton(picture: IconName, name: string, act: () => void): HTMLButtonElement {
  const button = el('button', 'tool', icon(picture), el('span', '', name));
  attributes(button, { type: 'button', 'aria-label': name });
  button.addEventListener('click', act);
  return button;
}
