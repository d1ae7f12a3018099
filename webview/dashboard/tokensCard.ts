import * as l10n from '@vscode/l10n';
import type { FromView } from '../../src/protocol/viewLink';
import type { PageNow } from '../shared/livePage';
import { noRuntimes } from '../shared/noRuntimes';
import { hasValue } from '../shared/shownValue';
import { ChartCard, type CardContext } from './chartCard';
import { ChartPanel } from './chartPanel';
import { tokensChart } from './chartSpecs';

/** How fast models generate, or where it was looked for model servers and how to get one. */
export class TokensCard extends ChartPanel {
  protected readonly chart: ChartCard;
  /** The probes that the empty state shows, as text; undefined while the chart is shown. */
  private shownProbes: string | undefined;

  constructor(private readonly context: CardContext & { readonly post: (message: FromView) => void }) {
    super();
    this.chart = new ChartCard(tokensChart, context);
  }

  write(now: PageNow): void {
    const { status, emptyNote } = now;
    if (status?.runtimes.length !== 0 || this.isRecorded()) {
      this.shownProbes = undefined;
      this.chart.replaceBody(undefined);
      const hasModel = status?.runtimes.some(({ models }) => models.length > 0) ?? false;
      const note = hasModel
        ? l10n.t('No model has generated yet.')
        : l10n.t('No model is loaded. Load one to see its speed here.');
      this.chart.write({ ...now, emptyNote: status && !status.paused ? note : emptyNote });
      return;
    }
    const probes = JSON.stringify([status.probes, status.discovers]);
    if (this.shownProbes === probes) return;
    this.shownProbes = probes;
    this.chart.replaceBody(noRuntimes(status, this.context.post));
  }

  /** Without a model server now, there may have been one in the time shown. */
  private isRecorded(): boolean {
    const { source, from, to } = this.context.timeline;
    return source.all('model.tokens_per_second').some(({ trace }) => hasValue(trace, from, to));
  }
}
