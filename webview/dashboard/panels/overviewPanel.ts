import type { OverviewMetric, PanelConfigs } from '../../../src/protocol/layout/layout';
import { el } from '../../shared/dom';
import type { PageNow } from '../../shared/livePage';
import type { Palette } from '../../shared/palette';
import { ChartCard } from '../chartCard';
import { diskChart, memoryChart, networkChart } from '../chartSpecs';
import { CpuCard } from '../cpuCard';
import { GpuCard } from '../gpuCard';
import { PowerCard } from '../powerCard';
import { SystemCard } from '../systemCard';
import { TokensCard } from '../tokensCard';
import { overviewGrid } from './overviewGrid';
import type { PanelContent, PanelContext } from './panelContent';

type OverviewChart = Required<Pick<PanelContent, 'root' | 'write' | 'draw' | 'repaint' | 'dispose'>>;

const charts: Readonly<Record<OverviewMetric, (context: PanelContext) => OverviewChart>> = {
  cpu_percent: (context) => new CpuCard(context),
  memory_percent: (context) => new ChartCard(memoryChart, context),
  tokens_per_second: (context) => new TokensCard(context),
  gpu_percent: (context) => new GpuCard(context),
  power_watts: (context) => new PowerCard(context),
  disk_bytes_per_second: (context) => new ChartCard(diskChart, context),
  network_bytes_per_second: (context) => new ChartCard(networkChart, context),
};

/** The machine at a glance: a chart for each of the metrics that were chosen, and the figures that need none. */
export class OverviewPanel implements PanelContent {
  readonly root: HTMLElement;
  private readonly charts: readonly OverviewChart[];
  private readonly system: SystemCard;
  private readonly cards: HTMLElement;
  private readonly resized = new ResizeObserver(() => {
    this.arrange();
  });

  constructor(context: PanelContext, { metrics }: PanelConfigs['system_overview']) {
    this.charts = [...new Set(metrics)].map((metric) => charts[metric](context));
    this.system = new SystemCard(context.store);
    this.cards = el('div', 'cards', ...this.charts.map(({ root }) => root), this.system.root);
    this.root = el('section', 'card-group', el('header', 'card-head', el('h2')), this.cards);
    this.resized.observe(this.root);
  }

  write(now: PageNow): void {
    for (const chart of this.charts) chart.write(now);
    this.system.write(now);
    this.arrange();
  }

  draw(palette: Palette): void {
    for (const chart of this.charts) chart.draw(palette);
  }

  repaint(): void {
    for (const chart of this.charts) chart.repaint();
  }

  reset(): void {
    this.system.reset();
  }

  dispose(): void {
    this.resized.disconnect();
    for (const chart of this.charts) chart.dispose();
  }

  /** Charts fill their rows from the left; what needs no chart takes the rest of the last row, or one of its own. */
  private arrange(): void {
    const { style } = this.cards;
    const shown = this.charts.filter(({ root }) => !root.hidden).length;
    const { columns, chartRows, rest } = overviewGrid(this.root.clientWidth, shown);
    const values = { '--cards': columns, '--chart-rows': chartRows, '--rest': rest };
    for (const [name, value] of Object.entries(values))
      if (style.getPropertyValue(name) !== String(value)) style.setProperty(name, String(value));
  }
}
