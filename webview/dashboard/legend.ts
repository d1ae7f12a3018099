import type { Unit } from '../../src/protocol/metric';
import { attributes, el, setText } from '../shared/dom';
import { setHint } from '../shared/hint';
import type { Line } from '../shared/line';
import { readingOf, textOf } from '../shared/reading';

interface Entry {
  readonly item: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly value: HTMLElement;
}

/** Names and newest values of a chart's lines; each is a button that hides its line or brings it back. */
export class Legend {
  readonly root = el('ul', 'legend');
  private readonly entries = new Map<string, Entry>();
  private keys = '';

  constructor(private readonly toggle: (key: string) => void) {
    this.root.setAttribute('aria-label', 'Lines');
  }

  write(lines: readonly Line[], unit: Unit, now: number, isHidden: (key: string) => boolean): void {
    // One line needs no name beside the card's own.
    this.root.hidden = lines.length < 2;
    this.arrange(lines);
    for (const line of lines) {
      const { button, value } = this.entries.get(line.key)!;
      const reading = readingOf(line.trace.freshMean(now), unit, line.quality, line.reason);
      setText(value, textOf(reading));
      setHint(button, reading.hint);
      attributes(button, { 'aria-pressed': String(!isHidden(line.key)) });
    }
  }

  private arrange(lines: readonly Line[]): void {
    const keys = lines.map(({ key, name, colour }) => `${key} ${name} ${colour}`).join('\n');
    if (keys === this.keys) return;
    this.keys = keys;
    const focused = document.activeElement;
    this.entries.clear();
    for (const line of lines) this.entries.set(line.key, this.entryOf(line));
    const kept = focused instanceof HTMLElement && this.root.contains(focused) ? focused.dataset['key'] : undefined;
    this.root.replaceChildren(...[...this.entries.values()].map(({ item }) => item));
    if (kept !== undefined) this.entries.get(kept)?.button.focus();
  }

  private entryOf({ key, name, colour, isDashed }: Line): Entry {
    const swatch = el('i', `swatch c-${colour}${isDashed ? ' dashed' : ''}`);
    const value = el('b');
    const button = el('button', 'legend-entry', swatch, el('span', '', name), value);
    attributes(button, { type: 'button', 'data-key': key });
    button.addEventListener('click', () => {
      this.toggle(key);
    });
    return { item: el('li', '', button), button, value };
  }
}
