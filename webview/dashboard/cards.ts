import type { Activity } from '../../src/protocol/requests';
import type { EngineStatus } from '../../src/protocol/status';
import type { FromView } from '../../src/protocol/viewLink';
import { el } from '../shared/dom';
import type { Palette } from '../shared/palette';
import { ChartCard, type CardContext } from './chartCard';
import { cpuChart, diskChart, memoryChart, networkChart, tokensChart } from './chartSpecs';
import { CoreBars } from './coreBars';
import { GpuCard } from './gpuCard';
import { ModelsCard } from './modelsCard';
import { noRuntimes } from '../shared/noRuntimes';
import { PowerCard } from './powerCard';
import { ProcessesCard } from './processesCard';
import { RequestsCard } from './requestsCard';
import { SystemCard } from './systemCard';

/** All cards of the dashboard, in their order. */
export class Cards {
  readonly root = el('div', 'cards');
  private readonly coreBars = new CoreBars();
  private readonly tokens: ChartCard;
  private readonly charts: readonly ChartCard[];
  private readonly gpu: GpuCard;
  private readonly power: PowerCard;
  private readonly requests: RequestsCard;
  private readonly system = new SystemCard();
  private readonly models = new ModelsCard();
  private readonly processes: ProcessesCard;
  /** The probes that the empty state shows, as text; undefined while the chart is shown. */
  private shownProbes: string | undefined;

  constructor(
    private readonly context: CardContext,
    private readonly post: (message: FromView) => void,
    alerts: HTMLElement,
  ) {
    const cpu = new ChartCard(cpuChart, context, this.coreBars.root);
    const memory = new ChartCard(memoryChart, context);
    const disk = new ChartCard(diskChart, context);
    const network = new ChartCard(networkChart, context);
    this.tokens = new ChartCard(tokensChart, context);
    this.gpu = new GpuCard(context);
    this.power = new PowerCard(context);
    this.charts = [cpu, memory, this.tokens, disk, network];
    this.processes = new ProcessesCard(context.redraw);
    this.requests = new RequestsCard(post);
    const machine = [cpu, memory, this.tokens, this.gpu, this.power, disk, network];
    const all = [...machine, this.processes, this.models, this.requests, this.system];
    this.root.append(alerts, ...all.map(({ root }) => root));
  }

  reset(): void {
    this.system.reset();
  }

  /** Brings the charts up to date. */
  draw(palette: Palette): void {
    for (const chart of [...this.charts, this.gpu, this.power]) chart.draw(palette);
  }

  /** Draws the charts again where only the time that is looked at has moved. */
  repaint(): void {
    for (const chart of [...this.charts, this.gpu, this.power]) chart.repaint();
  }

  /** Brings all figures up to date. */
  write(status: EngineStatus | undefined, activity: Activity | undefined, emptyNote: string): void {
    const { store } = this.context;
    this.writeTokens(status, emptyNote);
    for (const chart of this.charts) if (chart !== this.tokens) chart.write(status, emptyNote);
    this.coreBars.write(store);
    this.system.write(store, emptyNote);
    this.gpu.write(emptyNote);
    this.power.write(emptyNote);
    // The processes fill the row that these leave open.
    this.root.dataset['extras'] = String([this.gpu, this.power].filter(({ root }) => !root.hidden).length);
    this.models.write(status, store, activity);
    this.requests.write(status, activity);
    this.processes.write(store, emptyNote);
  }

  private writeTokens(status: EngineStatus | undefined, emptyNote: string): void {
    const { timeline } = this.context;
    // Without a model server now, there may have been one in the time shown.
    const isRecorded =
      timeline.isPast && timeline.source.all('model.tokens_per_second').some(({ trace }) => !trace.isEmpty);
    if (status?.runtimes.length !== 0 || isRecorded) {
      this.shownProbes = undefined;
      this.tokens.replaceBody(undefined);
      const hasModel = status?.runtimes.some(({ models }) => models.length > 0) ?? false;
      const note = hasModel ? 'No model has generated yet.' : 'No model is loaded. Load one to see its speed here.';
      this.tokens.write(status, status && !status.paused ? note : emptyNote);
      return;
    }
    const probes = JSON.stringify([status.probes, status.discovers]);
    if (this.shownProbes === probes) return;
    this.shownProbes = probes;
    this.tokens.replaceBody(noRuntimes(status, this.post));
  }
}
