import * as l10n from '@vscode/l10n';
import { attributes, el, setText } from '../shared/dom';
import { setHint } from '../shared/hint';
import { newestReading, textOf } from '../shared/reading';
import type { KnownSeries, SeriesStore } from '../shared/seriesStore';

/** More bars than this have no room for their figure. */
const mostLabelled = 8;

interface Bar {
  readonly root: HTMLElement;
  readonly fill: HTMLElement;
  readonly label: HTMLElement;
}

/** One bar a core, so that one busy core among many idle ones is seen. */
export class CoreBars {
  readonly root = el('div', 'core-bars');
  private bars: readonly Bar[] = [];

  constructor() {
    this.root.setAttribute('role', 'img');
  }

  write(store: SeriesStore): void {
    const cores = store.all('system.cpu_core_percent');
    this.root.hidden = cores.length === 0;
    if (cores.length !== this.bars.length) this.arrange(cores.length);
    cores.forEach((core, at) => {
      this.writeBar(this.bars[at]!, core, store.newest);
    });
    attributes(this.root, { 'aria-label': summary(cores, store.newest) });
  }

  private arrange(count: number): void {
    this.bars = Array.from({ length: count }, () => {
      const fill = el('span', 'core-fill');
      const label = el('span', 'core-label');
      return { root: el('div', 'core', fill, label), fill, label };
    });
    this.root.classList.toggle('is-dense', count > mostLabelled);
    this.root.replaceChildren(...this.bars.map(({ root }) => root));
  }

  private writeBar({ root, fill, label }: Bar, core: KnownSeries, now: number): void {
    const value = core.trace.freshValue(now) ?? 0;
    const reading = newestReading(core, now);
    const name = l10n.t('Core {0}', core.info.labels['core'] ?? '');
    fill.style.transform = `scaleY(${(Math.min(100, Math.max(0, value)) / 100).toFixed(2)})`;
    root.classList.toggle('is-busy', value >= 90);
    setText(label, reading.hasValue ? `${Math.round(value)}%` : textOf(reading));
    setHint(root, `${name}: ${textOf(reading)}${reading.hint === undefined ? '' : `. ${reading.hint}`}`);
  }
}

function summary(cores: readonly KnownSeries[], now: number): string {
  let busiest: KnownSeries | undefined;
  let most = -1;
  for (const core of cores) {
    const value = core.trace.freshValue(now) ?? -1;
    if (value > most) [busiest, most] = [core, value];
  }
  if (!busiest) return l10n.t('Cores: no value');
  const name = busiest.info.labels['core'] ?? '';
  return l10n.t('{0} cores, busiest is core {1} with {2}', cores.length, name, `${Math.round(most)}%`);
}
