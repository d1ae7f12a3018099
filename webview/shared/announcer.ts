import { attributes, el, setText } from './dom';

/** Says texts to screen readers once they have finished what they read. */
export class Announcer {
  readonly root = el('p', 'unseen');

  constructor() {
    attributes(this.root, { role: 'status', 'aria-live': 'polite' });
  }

  say(texts: readonly string[]): void {
    if (texts.length === 0) return;
    const said = texts.join('\n');
    // The same words again are no change, and would not be read.
    setText(this.root, this.root.textContent === said ? `${said}\u00a0` : said);
  }

  /** Takes away what was said, so that nobody who walks through the page takes it for news. */
  clear(): void {
    setText(this.root, '');
  }
}
