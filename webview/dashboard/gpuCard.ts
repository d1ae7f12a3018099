import * as l10n from '@vscode/l10n';
import type { PageNow } from '../shared/livePage';
import { ChartCard, type CardContext } from './chartCard';
import { ChartPanel } from './chartPanel';
import { FactsList } from './factsList';
import { gpuChart, hasGpu } from './gpuChart';
import { gpuFacts } from './gpuFacts';

/** What the GPUs do. Not shown while none is known. */
export class GpuCard extends ChartPanel {
  private readonly facts = new FactsList(l10n.t('GPUs'));
  protected readonly chart: ChartCard;

  constructor(private readonly context: CardContext) {
    super();
    this.chart = new ChartCard(gpuChart, context, this.facts.root);
    this.root.hidden = true;
  }

  write(now: PageNow): void {
    const { store } = this.context;
    this.root.hidden = !hasGpu(store);
    if (this.root.hidden) return;
    this.chart.write(now);
    this.facts.write(gpuFacts(store));
  }
}
