import type { PageNow } from '../shared/livePage';
import type { Palette } from '../shared/palette';
import { ChartCard, type CardContext } from './chartCard';
import { cpuChart } from './chartSpecs';
import { CoreBars } from './coreBars';

/** How busy the cores are, together over time and each of them now. */
export class CpuCard {
  private readonly cores = new CoreBars();
  private readonly chart: ChartCard;

  constructor(private readonly context: CardContext) {
    this.chart = new ChartCard(cpuChart, context, this.cores.root);
  }

  get root(): HTMLElement {
    return this.chart.root;
  }

  write(now: PageNow): void {
    this.chart.write(now);
    this.cores.write(this.context.store);
  }

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
