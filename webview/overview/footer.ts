import * as l10n from '@vscode/l10n';
import type { FromView, ViewCommand } from '../../src/protocol/viewLink';
import { attributes, el, setText } from '../shared/dom';
import { setTextHint } from '../shared/hint';
import { newestReading, textOf } from '../shared/reading';
import type { SeriesStore } from '../shared/seriesStore';

/** The ways to the large views, and what the monitor itself costs. */
export class Footer {
  readonly root: HTMLElement;
  private readonly cost = el('p', 'cost muted');
  private readonly first: HTMLButtonElement;

  constructor(
    private readonly store: SeriesStore,
    private readonly post: (message: FromView) => void,
  ) {
    this.first = this.link(l10n.t('Dashboard'), 'openDashboard');
    const links = el(
      'div',
      'links',
      this.first,
      this.link(l10n.t('Energy'), 'openEnergy'),
      this.link(l10n.t('Performance'), 'openPerformance'),
    );
    attributes(links, { role: 'group', 'aria-label': l10n.t('Open a view') });
    this.root = el('footer', '', links, this.cost);
  }

  /** Takes the focus that what vanished had. */
  focus(): void {
    this.first.focus({ preventScroll: true });
  }

  write(): void {
    const { store } = this;
    const [cpu, memory] = [store.one('monitor.cpu_percent'), store.one('monitor.memory_bytes')];
    const [used, held] = [newestReading(cpu, store.newest), newestReading(memory, store.newest)];
    setText(this.cost, l10n.t('Monitor: {0} of a core · {1}', textOf(used), textOf(held)));
    setTextHint(this.cost, l10n.t('What the monitor itself takes of one core, and of memory.'));
    this.cost.hidden = !cpu && !memory;
  }

  private link(text: string, command: ViewCommand): HTMLButtonElement {
    const button = el('button', 'link', text);
    button.type = 'button';
    button.addEventListener('click', () => {
      this.post({ type: 'command', command });
    });
    return button;
  }
}
