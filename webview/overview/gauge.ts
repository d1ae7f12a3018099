import { attributes, el, setText } from '../shared/dom';
import { showFigure } from '../shared/figure';
import type { Entry } from '../shared/keyedList';
import type { Palette } from '../shared/palette';
import { Sparkline } from '../shared/sparkline';
import type { GaugeLine } from './gaugeLines';

const shownMs = 60_000;

/** One figure with its name and its last minute as a line. */
export class Gauge implements Entry<GaugeLine> {
  readonly root: HTMLElement;
  private readonly name = el('span', 'gauge-name');
  private readonly figure = el('span', 'gauge-figure');
  private readonly sparkline: Sparkline;
  private line: GaugeLine;

  constructor(line: GaugeLine, resized: () => void) {
    this.line = line;
    this.sparkline = new Sparkline(line, resized);
    this.root = el('li', 'gauge', this.name, this.sparkline.root, this.figure);
    // Screen readers take a list without bullets for none.
    attributes(this.root, { role: 'listitem', 'data-gauge': line.key });
  }

  write(line: GaugeLine): void {
    this.line = line;
    setText(this.name, line.name);
    showFigure(this.figure, line.reading);
  }

  /** @param now Time of the newest sample, ms since 1970. */
  draw(now: number, palette: Palette): void {
    this.sparkline.draw(this.line.trace, now - shownMs, now, palette);
  }
}
