import * as l10n from '@vscode/l10n';
import { pageViews, type PageView } from '../../src/protocol/feed/pagePaths';
import { attributes, el, setText } from '../shared/dom';
import { clockTime } from '../shared/format';
import type { ConnectionState } from './connection';

/** The slim bar above a page in a browser: the views, whether there is a connection, and the version. */
export class BrowserBar {
  readonly root: HTMLElement;
  private readonly state = el('span', 'browser-state');
  private readonly version = el('span', 'browser-version');
  private readonly links = new Map<PageView, HTMLAnchorElement>();

  constructor(view: PageView) {
    const names: Readonly<Record<PageView, string>> = {
      dashboard: l10n.t('Dashboard'),
      energy: l10n.t('Energy'),
      performance: l10n.t('Performance'),
    };
    for (const known of pageViews) {
      const link = el('a', '', names[known]);
      if (known === view) link.setAttribute('aria-current', 'page');
      this.links.set(known, link);
    }
    const views = el('nav', 'browser-views', ...this.links.values());
    attributes(views, { 'aria-label': l10n.t('Views') });
    attributes(this.state, { role: 'status' });
    const brand = el('span', 'browser-brand', 'Wirthforge Monitor');
    this.root = el('div', 'browser-bar', brand, views, this.state, this.version);
  }

  /** @param addressOf Where each view is now. */
  write(state: ConnectionState, addressOf: (view: PageView) => string): void {
    for (const [view, link] of this.links) link.href = addressOf(view);
    document.body.dataset['connection'] = state.kind;
    setText(this.state, textOf(state));
  }

  writeVersion(version: string): void {
    setText(this.version, version);
  }
}

function textOf(state: ConnectionState): string {
  switch (state.kind) {
    case 'connecting':
      return l10n.t('Connecting …');
    case 'connected':
      return l10n.t('Connected');
    case 'lost':
      return l10n.t(
        'Not connected since {0}. What is shown is from then; it goes on by itself.',
        clockTime(state.since),
      );
    case 'shut':
      return l10n.t('Disconnected, and what is shown is old: {0}', state.reason);
  }
}
