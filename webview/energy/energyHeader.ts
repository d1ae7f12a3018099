import * as l10n from '@vscode/l10n';
import type { Visualization } from '../../src/protocol/layout/layout';
import type { FromView, ViewCommand } from '../../src/protocol/viewLink';
import { ConditionBadge } from '../shared/conditionBadge';
import { attributes, el, setText } from '../shared/dom';
import { forEditor } from '../shared/forEditor';
import { icon, type IconName } from '../shared/icon';
import { iconButton } from '../shared/iconButton';
import type { PageNow } from '../shared/livePage';
import type { SeriesStore } from '../shared/seriesStore';
import { totalText } from './figures/totalText';

export interface EnergyHeaderOptions {
  readonly post: (message: FromView) => void;
  readonly chosen: () => Visualization;
  readonly choose: (visualization: Visualization) => void;
}

/** The page's title, how the monitor is, the energy so far, which picture is shown, and what can be done. */
export class EnergyHeader {
  readonly root: HTMLElement;
  private readonly badge = new ConditionBadge();
  private readonly facts = el('p', 'facts');
  private readonly choices = new Map<Visualization, HTMLButtonElement>();
  private readonly pause: HTMLButtonElement;
  private isPaused: boolean | undefined;

  constructor(private readonly options: EnergyHeaderOptions) {
    const names: readonly [Visualization, string][] = [
      ['ribbons_particles', l10n.t('Flow')],
      ['ribbons', l10n.t('Ribbons')],
      ['figures', l10n.t('Figures')],
    ];
    for (const [visualization, name] of names) this.choices.set(visualization, this.choice(visualization, name));
    const choices = el('div', 'range', ...this.choices.values());
    attributes(choices, { role: 'group', 'aria-label': l10n.t('Picture') });
    this.pause = forEditor(this.tool('pause', l10n.t('Pause'), () => (this.isPaused === true ? 'resume' : 'pause')));
    this.pause.disabled = true;
    const tools = el(
      'div',
      'tools',
      this.pause,
      this.tool('dashboard', l10n.t('Dashboard'), () => 'openDashboard'),
      forEditor(this.tool('settings', l10n.t('Settings'), () => 'openSettings')),
    );
    const name = el('div', 'machine-name', el('h1', '', l10n.t('Energy')), this.badge.root);
    this.root = el('header', 'top', el('div', 'machine', name, this.facts), el('div', 'controls', choices, tools));
    this.mark();
  }

  write({ status, condition }: PageNow, store: SeriesStore): void {
    this.badge.write(condition);
    setText(this.facts, totalText(store, status?.startedAt));
    this.facts.hidden = this.facts.textContent === '';
    if (!status || status.paused === this.isPaused) return;
    this.isPaused = status.paused;
    const name = status.paused ? l10n.t('Resume') : l10n.t('Pause');
    this.pause.disabled = false;
    this.pause.replaceChildren(icon(status.paused ? 'resume' : 'pause'), el('span', '', name));
    attributes(this.pause, { 'aria-label': name });
  }

  private mark(): void {
    for (const [visualization, button] of this.choices)
      attributes(button, { 'aria-pressed': String(visualization === this.options.chosen()) });
  }

  private choice(visualization: Visualization, name: string): HTMLButtonElement {
    const button = el('button', '', name);
    button.type = 'button';
    button.addEventListener('click', () => {
      this.options.choose(visualization);
      this.mark();
    });
    return button;
  }

  private tool(picture: IconName, name: string, command: () => ViewCommand): HTMLButtonElement {
    return iconButton(picture, name, () => {
      this.options.post({ type: 'command', command: command() });
    });
  }
}
