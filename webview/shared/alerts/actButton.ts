import { attributes, el, setText } from '../dom';

/** A small button whose name for screen readers tells what it is about: `Acknowledge: CPU busy`. */
export class ActButton {
  readonly root: HTMLButtonElement;

  constructor(
    private readonly text: string,
    act: () => void,
  ) {
    this.root = el('button', 'quiet', text);
    this.root.type = 'button';
    this.root.addEventListener('click', act);
  }

  /** @param about What the button acts on; it begins what is read out with the text that is seen. */
  write(about: string, isShown: boolean): void {
    setText(this.root, this.text);
    attributes(this.root, { 'aria-label': `${this.text}: ${about}` });
    this.root.hidden = !isShown;
  }
}
