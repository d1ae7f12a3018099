import type { Visualization } from '../../src/protocol/layout/layout';
import { el } from '../shared/dom';
import { pageTime } from '../shared/frameLoop';
import { gapLimit } from '../shared/gap';
import type { HoverBox } from '../shared/hoverBox';
import type { PageNow } from '../shared/livePage';
import type { Palette } from '../shared/palette';
import type { SeriesStore } from '../shared/seriesStore';
import type { UxMeter } from '../shared/ux/uxMeter';
import { EnergyFigures } from './figures/energyFigures';
import { energyNotes } from './figures/energyNotes';
import { Legend } from './figures/legend';
import { EnergyPicture } from './picture/energyPicture';
import { EnergyReadings } from './readings/energyReadings';
import { bytesMetrics } from './readings/machineBytes';

export interface EnergyViewOptions {
  readonly store: SeriesStore;
  readonly visualization: Visualization;
  readonly hoverBox: HoverBox;
  /** Told of each frame of the picture, which has a loop of its own. */
  readonly ux: Pick<UxMeter, 'frame'>;
}

/** Without a new row for longer than this, what is shown is not what is. */
const heldMs = gapLimit(0);

/** Where the machine's energy goes: a picture that moves by measured numbers only, and these numbers. */
export class EnergyView {
  static readonly metrics: readonly string[] = [
    'system.power_watts',
    'system.energy_joules',
    ...bytesMetrics,
    'model.tokens_per_second',
    'model.entropy_bits',
    'model.energy_joules',
    'model.joules_per_token',
  ];

  readonly root: HTMLElement;
  private readonly picture: EnergyPicture | undefined;
  private readonly legend: Legend;
  private readonly figures = new EnergyFigures();
  private readonly readings: EnergyReadings;
  private now: PageNow | undefined;
  private newest = 0;
  private heardAt = -Infinity;
  private isShownCurrent = false;

  constructor(private readonly options: EnergyViewOptions) {
    const { store, visualization, hoverBox, ux } = options;
    const hasDots = visualization === 'ribbons_particles';
    this.readings = new EnergyReadings(store);
    this.legend = new Legend(hasDots);
    if (visualization !== 'figures')
      this.picture = new EnergyPicture({
        hoverBox,
        hasDots,
        beforeFrame: () => {
          ux.frame();
          if (this.isShownCurrent && !this.isHeard() && this.now) this.write(this.now);
        },
        resized: () => {
          this.legend.write(this.picture?.scene);
        },
      });
    const { picture, legend, figures } = this;
    const flow = el('div', 'energy-flow', ...(picture ? [picture.root, legend.root] : []), figures.accountRoot);
    const body = el('div', picture ? 'energy-body' : 'energy-body is-figures', flow, figures.root);
    this.root = el('div', 'energy', body);
  }

  /** Brings figures and picture up to date; both say the same. */
  write(now: PageNow): void {
    this.now = now;
    this.listen();
    const isHeard = this.isHeard();
    this.isShownCurrent = isHeard;
    const read = this.readings.read(now, isHeard);
    this.picture?.write(read);
    this.legend.write(this.picture?.scene);
    this.figures.write(read, energyNotes(now, read.parts, read.models), now.status?.startedAt, this.newest);
  }

  draw(palette: Palette): void {
    this.listen();
    this.picture?.draw(palette);
  }

  visibilityChanged(): void {
    this.picture?.visibilityChanged();
  }

  dispose(): void {
    this.picture?.dispose();
    this.root.remove();
  }

  /** Notes when rows came. */
  private listen(): void {
    const { newest } = this.options.store;
    if (newest === this.newest) return;
    this.newest = newest;
    this.heardAt = pageTime.now();
  }

  private isHeard(): boolean {
    const kind = this.now?.condition.kind;
    if (kind === 'paused' || kind === 'silent') return false;
    return this.newest > 0 && pageTime.now() - this.heardAt <= heldMs;
  }
}
