import * as l10n from '@vscode/l10n';
import type { PageNow } from '../shared/livePage';
import type { Palette } from '../shared/palette';
import { ChartCard, type CardContext } from './chartCard';
import { FactsList } from './factsList';
import { gpuChart, hasGpu } from './gpuChart';
import { gpuFacts } from './gpuFacts';

/** What the GPUs do. Not shown while none is known. */
export class GpuCard {
  private readonly facts = new FactsList(l10n.t('GPUs'));
  private readonly chart: ChartCard;

  constructor(private readonly context: CardContext) {
    this.chart = new ChartCard(gpuChart, context, this.facts.root);
    this.root.hidden = true;
  }

  get root(): HTMLElement {
    return this.chart.root;
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

  write(now: PageNow): void {
    const { store } = this.context;
    this.root.hidden = !hasGpu(store);
    if (this.root.hidden) return;
    this.chart.write(now);
    this.facts.write(gpuFacts(store));
  }
}
