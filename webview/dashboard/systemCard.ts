import * as l10n from '@vscode/l10n';
import { el, setText } from '../shared/dom';
import type { PageNow } from '../shared/livePage';
import { newestReading, textOf } from '../shared/reading';
import type { SeriesStore } from '../shared/seriesStore';
import { card } from './card';
import { showFigure } from '../shared/figure';
import { Meters } from './meters';

const stateNames: Readonly<Record<string, string>> = {
  established: l10n.t('established'),
  listen: l10n.t('listening'),
  time_wait: l10n.t('time-wait'),
  close_wait: l10n.t('close-wait'),
  other: l10n.t('other'),
};

/** The machine's figures that need no chart: load, connections by state, and how full its file systems are. */
export class SystemCard {
  readonly root: HTMLElement;
  private readonly load = el('p');
  private readonly connections = el('dl', 'counts');
  private readonly note = el('p', 'muted');
  private readonly counts = new Map<string, HTMLElement>();
  private readonly meters = new Meters(l10n.t('File systems'));

  constructor(private readonly store: SeriesStore) {
    this.root = card(
      'system',
      l10n.t('System'),
      el(
        'div',
        'system-parts',
        el('div', 'load', el('h3', '', l10n.t('Load, 1 min')), this.load),
        el('div', '', el('h3', '', l10n.t('TCP connections')), this.connections, this.note),
        el('div', '', el('h3', '', l10n.t('File systems')), this.meters.root),
      ),
    );
  }

  write({ emptyNote }: PageNow): void {
    const { store } = this;
    showFigure(this.load, newestReading(store.one('system.load_1m'), store.newest));
    this.writeConnections(emptyNote);
    this.meters.write(store, emptyNote);
  }

  private writeConnections(emptyNote: string): void {
    const { store } = this;
    const all = store.all('system.connections');
    setText(this.note, all.length === 0 ? emptyNote : '');
    for (const known of all) {
      const state = known.info.labels['state'] ?? '';
      let place = this.counts.get(state);
      if (!place) {
        place = el('dd');
        this.counts.set(state, place);
        this.connections.append(el('div', '', place, el('dt', '', stateNames[state] ?? state)));
      }
      showFigure(place, newestReading(known, store.newest));
      place.setAttribute('aria-label', textOf(newestReading(known, store.newest)));
    }
  }

  reset(): void {
    this.counts.clear();
    this.connections.replaceChildren();
  }
}
