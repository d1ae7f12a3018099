import * as l10n from '@vscode/l10n';
import type { FromView, ViewCommand } from '../../../src/protocol/viewLink';
import { el, setText } from '../../shared/dom';
import type { PageNow } from '../../shared/livePage';
import { newestReading, readingOf, type Reading } from '../../shared/reading';
import type { KnownSeries } from '../../shared/seriesStore';
import { card } from '../card';
import { FigureList, type NamedFigure } from './figureList';
import type { PanelContent, PanelContext } from './panelContent';

const tiers: Readonly<Record<string, { readonly name: string; readonly about: string }>> = {
  journal: {
    name: l10n.t('Newest'),
    about: l10n.t('The journal: what was written in the last minutes and is not sealed yet.'),
  },
  raw: { name: l10n.t('Every sample'), about: l10n.t('Sealed files with every sample.') },
  fine: { name: l10n.t('Seconds'), about: l10n.t('Statistics of 1 and 10 s.') },
  coarse: { name: l10n.t('Minutes to days'), about: l10n.t('Statistics of 5 min, 1 h and 1 day.') },
  events: { name: l10n.t('Events'), about: l10n.t('Alerts, sessions and other events.') },
};

const acts: readonly (readonly [command: ViewCommand, label: string])[] = [
  ['exportData', l10n.t('Export…')],
  ['backup', l10n.t('Back up…')],
  ['validateStore', l10n.t('Check…')],
];

/** What is recorded takes of the disk, how it is written, and what can be done with it. */
export class StoragePanel implements PanelContent {
  readonly root: HTMLElement;
  private readonly figures = new FigureList(l10n.t('Recorded data'));
  private readonly note = el('p', 'muted');

  constructor(private readonly context: Pick<PanelContext, 'store' | 'post'>) {
    const buttons = acts.map(([command, label]) => actButton(command, label, context.post));
    this.root = card('storage', l10n.t('Recorded data'), this.figures.root, this.note);
    this.root.firstElementChild!.append(el('div', 'card-acts', ...buttons));
  }

  write({ emptyNote }: PageNow): void {
    const { store } = this.context;
    const sizes = store.all('monitor.store_bytes');
    const parts = sizes.map((known): NamedFigure => {
      const tier = known.info.labels['tier'] ?? '';
      const { name, about } = tiers[tier] ?? { name: tier, about: l10n.t('Files of this tier.') };
      return { key: tier, name, about, reading: newestReading(known, store.newest) };
    });
    const figure = (key: string, name: string, about: string, known: KnownSeries | undefined): NamedFigure[] =>
      known ? [{ key, name, about, reading: newestReading(known, store.newest) }] : [];
    this.figures.write([
      ...(parts.length > 0 ? [{ key: 'total', name: l10n.t('On disk'), reading: this.total(sizes) }] : []),
      ...parts,
      ...figure(
        'write',
        l10n.t('Longest write'),
        l10n.t('Longest time in the last second until data was safe on the disk.'),
        store.one('monitor.write_latency_ms'),
      ),
      ...figure(
        'queue',
        l10n.t('Events waiting'),
        l10n.t('Events that are not written yet.'),
        store.one('monitor.event_queue_depth'),
      ),
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
  const button = el('button', 'quiet for-editor', label);
  button.type = 'button';
  button.addEventListener('click', () => {
    post({ type: 'command', command });
  });
  return button;
}
