import type { FromView, ViewCommand } from '../../../src/protocol/viewLink';
import { el, setText } from '../../shared/dom';
import type { PageNow } from '../../shared/livePage';
import { newestReading, readingOf, type Reading } from '../../shared/reading';
import type { KnownSeries } from '../../shared/seriesStore';
import { card } from '../card';
import { FigureList, type NamedFigure } from './figureList';
import type { PanelContent, PanelContext } from './panelContent';

const tiers: Readonly<Record<string, { readonly name: string; readonly about: string }>> = {
  journal: { name: 'Newest', about: 'The journal: what was written in the last minutes and is not sealed yet.' },
  raw: { name: 'Every sample', about: 'Sealed files with every sample.' },
  fine: { name: 'Seconds', about: 'Statistics of 1 and 10 s.' },
  coarse: { name: 'Minutes to days', about: 'Statistics of 5 min, 1 h and 1 day.' },
  events: { name: 'Events', about: 'Alerts, sessions and other events.' },
};

const acts: readonly (readonly [command: ViewCommand, label: string])[] = [
  ['exportData', 'Export…'],
  ['backup', 'Back up…'],
  ['validateStore', 'Check…'],
];

/** What is recorded takes of the disk, how it is written, and what can be done with it. */
export class StoragePanel implements PanelContent {
  readonly root: HTMLElement;
  private readonly figures = new FigureList('Recorded data');
  private readonly note = el('p', 'muted');

  constructor(private readonly context: Pick<PanelContext, 'store' | 'post'>) {
    const buttons = acts.map(([command, label]) => actButton(command, label, context.post));
    this.root = card('storage', 'Recorded data', this.figures.root, this.note);
    this.root.firstElementChild!.append(el('div', 'card-acts', ...buttons));
  }

  write({ emptyNote }: PageNow): void {
    const { store } = this.context;
    const sizes = store.all('monitor.store_bytes');
    const parts = sizes.map((known): NamedFigure => {
      const tier = known.info.labels['tier'] ?? '';
      const { name, about } = tiers[tier] ?? { name: tier, about: 'Files of this tier.' };
      return { key: tier, name, about, reading: newestReading(known, store.newest) };
    });
    const figure = (key: string, name: string, about: string, known: KnownSeries | undefined): NamedFigure[] =>
      known ? [{ key, name, about, reading: newestReading(known, store.newest) }] : [];
    this.figures.write([
      ...(parts.length > 0 ? [{ key: 'total', name: 'On disk', reading: this.total(sizes) }] : []),
      ...parts,
      ...figure(
        'write',
        'Longest write',
        'Longest time in the last second until data was safe on the disk.',
        store.one('monitor.write_latency_ms'),
      ),
      ...figure('queue', 'Events waiting', 'Events that are not written yet.', store.one('monitor.event_queue_depth')),
    ]);
    setText(this.note, parts.length === 0 ? emptyNote : '');
  }

  /** Only of parts that are all known, since a part of the sum would look like the whole. */
  private total(sizes: readonly KnownSeries[]): Reading {
    const { newest } = this.context.store;
    const unknown = sizes.find(({ info }) => info.quality === 'unavailable');
    if (unknown) return newestReading(unknown, newest);
    const values = sizes.map(({ trace }) => trace.freshValue(newest));
    const sum = values.reduce<number | undefined>(
      (total, value) => (total === undefined || value === undefined ? undefined : total + value),
      0,
    );
    const estimate = sizes.find(({ info }) => info.quality === 'estimated')?.info;
    return readingOf(sum, 'bytes', estimate?.quality, estimate?.reason);
  }
}

function actButton(command: ViewCommand, label: string, post: (message: FromView) => void): HTMLElement {
  const button = el('button', 'quiet', label);
  button.type = 'button';
  button.addEventListener('click', () => {
    post({ type: 'command', command });
  });
  return button;
}
