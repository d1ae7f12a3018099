import type { PageNow } from '../shared/livePage';
import type { Palette } from '../shared/palette';
import type { ChartCard } from './chartCard';
import type { PanelContent } from './panels/panelContent';

/** A panel around one chart: it says what is written of it and beside it. */
export abstract class ChartPanel implements PanelContent {
  protected abstract readonly chart: ChartCard;

  get root(): HTMLElement {
    return this.chart.root;
  }

  abstract write(now: PageNow): void;

  draw(palette: Palette): void {
    this.chart.draw(palette);
  }

  repaint(): void {
    this.chart.repaint();
  }

  dispose(): void {
    this.chart.dispose();
  }
}
