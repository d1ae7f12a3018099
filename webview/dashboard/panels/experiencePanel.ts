import * as l10n from '@vscode/l10n';
import type { MetricId } from '../../../src/protocol/catalogue';
import type { PageNow } from '../../shared/livePage';
import { metricMeaning } from '../../shared/metricMeaning';
import { newestReading } from '../../shared/reading';
import { ChartCard } from '../chartCard';
import { ChartPanel } from '../chartPanel';
import { experienceChart } from '../chartSpecs';
import { FigureList, type NamedFigure } from './figureList';
import type { PanelContext } from './panelContent';

const figures: readonly { readonly metric: MetricId; readonly label: string; readonly name: (of: string) => string }[] =
  [
    { metric: 'ux.frame_time_ms', label: 'view', name: (view) => l10n.t('Frame, {0}', view) },
    { metric: 'ux.jank_percent', label: 'view', name: (view) => l10n.t('Late frames, {0}', view) },
    { metric: 'ux.interaction_ms', label: 'view', name: (view) => l10n.t('Key or click, {0}', view) },
    { metric: 'ux.host_lag_ms', label: 'window', name: (window) => l10n.t('Lag, window {0}', window) },
  ];

/** How the monitor's pages and the editor around them feel to their user. */
export class ExperiencePanel extends ChartPanel {
  private readonly list = new FigureList(l10n.t('How views and windows feel'));
  protected readonly chart: ChartCard;

  constructor(private readonly context: PanelContext) {
    super();
    this.chart = new ChartCard(experienceChart, context, this.list.root);
  }

  write(now: PageNow): void {
    const { store } = this.context;
    this.chart.write(now);
    const all = figures.flatMap(({ metric, label, name }) =>
      store.all(metric).map((known): NamedFigure => {
        const title = name(known.info.labels[label] ?? '');
        const reading = newestReading(known, store.newest);
        return { key: title, name: title, about: metricMeaning(metric), reading };
      }),
    );
    // A page that is not looked at has no frames; only what can say something is worth its place.
    this.list.write(all.filter(({ reading }) => reading.hasValue || reading.hint !== undefined));
  }
}
