import * as l10n from '@vscode/l10n';
import { el } from '../shared/dom';
import { notAvailable } from '../shared/format';
import type { PageNow } from '../shared/livePage';
import { ChartCard, type CardContext } from './chartCard';
import { ChartPanel } from './chartPanel';
import { FactsList } from './factsList';
import { noPowerReason, powerChart } from './powerChart';
import { powerDomains, powerFacts } from './powerDomains';

/** What the machine takes. Without a chart where that cannot be known, and not shown while nothing is said of it. */
export class PowerCard extends ChartPanel {
  private readonly facts = new FactsList(l10n.t('Energy of each part, and how it is known'));
  protected readonly chart: ChartCard;
  private shownReason: string | undefined;

  constructor(private readonly context: CardContext) {
    super();
    const title = el('h3', 'facts-title', l10n.t('Energy since the monitor started, and how it is known'));
    this.chart = new ChartCard(powerChart, context, el('div', '', title, this.facts.root));
    this.root.hidden = true;
  }

  write(now: PageNow): void {
    const { store, timeline } = this.context;
    this.root.hidden = powerDomains(store).length === 0;
    if (this.root.hidden) return;
    this.showReason(noPowerReason(timeline.source, timeline));
    if (this.shownReason !== undefined) return;
    this.chart.write(now);
    this.facts.write(powerFacts(store));
  }

  private showReason(reason: string | undefined): void {
    if (reason === this.shownReason) return;
    this.shownReason = reason;
    this.chart.replaceBody(
      reason === undefined ? undefined : el('div', 'card-body', el('p', 'muted', `${notAvailable}: ${reason}`)),
    );
  }
}
