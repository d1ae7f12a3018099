import * as l10n from '@vscode/l10n';
import type { MetricId } from '../../../src/protocol/catalogue';
import type { PageNow } from '../../shared/livePage';
import { metricMeaning } from '../../shared/metricMeaning';
import { newestReading } from '../../shared/reading';
import type { KnownSeries } from '../../shared/seriesStore';
import { ChartCard } from '../chartCard';
import { ChartPanel } from '../chartPanel';
import { monitorChart } from '../chartSpecs';
import { FigureList, type NamedFigure } from './figureList';
import type { PanelContext } from './panelContent';

/** What each figure is called; those with a label are one figure for each of its values. */
const named: readonly {
  readonly metric: MetricId;
  readonly label?: string;
  readonly name: (value: string) => string;
}[] = [
  { metric: 'monitor.memory_bytes', name: () => l10n.t('Memory') },
  { metric: 'monitor.tick_ms', label: 'stage', name: (stage) => l10n.t('Longest {0}', stageNames[stage] ?? stage) },
  { metric: 'monitor.alert_eval_ms', name: () => l10n.t('Longest look at rules') },
  { metric: 'monitor.frame_overruns', name: () => l10n.t('Overruns') },
  { metric: 'monitor.dropped', label: 'where', name: (where) => l10n.t('Dropped: {0}', placeNames[where] ?? where) },
  { metric: 'monitor.event_queue_depth', name: () => l10n.t('Events waiting') },
  { metric: 'ux.host_lag_ms', label: 'window', name: (window) => l10n.t('Lag of window {0}', window) },
];

const stageNames: Readonly<Record<string, string>> = {
  tick: l10n.t('tick'),
  request: l10n.t('answer'),
  proxy: l10n.t('proxy step'),
};
const placeNames: Readonly<Record<string, string>> = {
  late_tick: l10n.t('late ticks'),
  late_frame: l10n.t('late frames'),
  series_limit: l10n.t('too many series'),
  journal: l10n.t('journal'),
  event_queue: l10n.t('events'),
};

/** What the monitor itself costs, and what it had to leave out. */
export class MonitorPanel extends ChartPanel {
  private readonly figures = new FigureList(l10n.t('Cost of the monitor'));
  protected readonly chart: ChartCard;

  constructor(private readonly context: PanelContext) {
    super();
    this.chart = new ChartCard(monitorChart, context, this.figures.root);
  }

  write(now: PageNow): void {
    const { store } = this.context;
    this.chart.write(now);
    this.figures.write(
      named.flatMap(({ metric, label, name }) => {
        const all = store.all(metric);
        // Of what was left out, only the places where something was are worth a figure.
        const told = metric === 'monitor.dropped' ? all.filter(({ trace }) => trace.value > 0) : all;
        return told.map((known) => this.figure(known, metric, name(label === undefined ? '' : labelOf(known, label))));
      }),
    );
  }

  private figure(known: KnownSeries, metric: MetricId, name: string): NamedFigure {
    const { newest } = this.context.store;
    return { key: `${metric} ${name}`, name, about: metricMeaning(metric), reading: newestReading(known, newest) };
  }
}

function labelOf({ info }: KnownSeries, label: string): string {
  return info.labels[label] ?? '';
}
