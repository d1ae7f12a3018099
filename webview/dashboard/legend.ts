import * as l10n from '@vscode/l10n';
import type { Unit } from '../../src/protocol/metric';
import { attributes, el, setText } from '../shared/dom';
import { setHint } from '../shared/hint';
import type { Line } from '../shared/line';
import type { Figure } from '../shared/lineTrace';
import { readingOf, textOf, withHint } from '../shared/reading';
import { valueReading } from '../shared/shownValue';
import { spreadText } from '../shared/spread';
import type { Timeline } from './timeline';

type LegendTime = Pick<Timeline, 'from' | 'to' | 'isPast' | 'isComplete'>;

const meanHint = l10n.t('The mean over the time shown; beside it, the least and the greatest sample of that time.');

interface Entry {
  readonly item: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly value: HTMLElement;
  readonly spread: HTMLElement;
}

/** Names and figures of a chart's lines: the newest values of live ones, of the past the mean and from where to where; each is a button that hides its line or brings it back. */
export class Legend {
  readonly root = el('ul', 'legend');
  private readonly entries = new Map<string, Entry>();
  private keys = '';

  constructor(private readonly toggle: (key: string) => void) {
    this.root.setAttribute('aria-label', l10n.t('Lines'));
  }

  write(lines: readonly Line[], unit: Unit, timeline: LegendTime, isHidden: (key: string) => boolean): void {
    const { from, to, isPast, isComplete } = timeline;
    // One live line needs no name beside the card's own, and its newest value stands there.
    this.root.hidden = lines.length < (isPast ? 1 : 2);
    this.arrange(lines);
    for (const line of lines) {
      const { button, value, spread } = this.entries.get(line.key)!;
      const figure = isComplete ? line.trace.figureOf(from, to) : { value: NaN };
      const reading = isPast
        ? valueReading(figure.value, unit, line)
        : readingOf(figure.value, unit, line.quality, line.reason);
      setText(value, textOf(reading));
      setText(spread, isPast && reading.hasValue ? meanText(figure, unit) : '');
      setHint(button, withHint(reading, isPast && reading.hasValue ? meanHint : undefined).hint);
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
    const spread = el('small');
    const button = el('button', 'legend-entry', swatch, el('span', '', name), value, spread);
    attributes(button, { type: 'button', 'data-key': key });
    button.addEventListener('click', () => {
      this.toggle(key);
    });
    return { item: el('li', '', button), button, value, spread };
  }
}

/** Says that a figure is a mean, and of what: `mean, 3.0–97.5%`. */
function meanText(figure: Figure, unit: Unit): string {
  const spread = spreadText(figure, unit);
  return spread === '' ? l10n.t('mean') : l10n.t('mean, {0}', spread);
}
