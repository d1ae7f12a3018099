import type { PageNow } from '../shared/livePage';
import { ChartCard, type CardContext } from './chartCard';
import { ChartPanel } from './chartPanel';
import { cpuChart } from './chartSpecs';
import { CoreBars } from './coreBars';

/** How busy the cores are, together over time and each of them now. */
export class CpuCard extends ChartPanel {
  private readonly cores = new CoreBars();
  protected readonly chart: ChartCard;

  constructor(private readonly context: CardContext) {
    super();
    this.chart = new ChartCard(cpuChart, context, this.cores.root);
  }

  write(now: PageNow): void {
    this.chart.write(now);
    this.cores.write(this.context.store);
  }
}
