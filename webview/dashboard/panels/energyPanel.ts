import * as l10n from '@vscode/l10n';
import type { PanelConfigs } from '../../../src/protocol/layout/layout';
import { EnergyView } from '../../energy/energyView';
import { attributes, el } from '../../shared/dom';
import type { PageNow } from '../../shared/livePage';
import type { Palette } from '../../shared/palette';
import { card } from '../card';
import type { PanelContent, PanelContext } from './panelContent';

/** Where energy goes and which models it feeds, as the energy page shows it. */
export class EnergyPanel implements PanelContent {
  readonly root: HTMLElement;
  private readonly view: EnergyView;

  constructor({ store, hoverBox, ux }: PanelContext, { visualization }: PanelConfigs['energy_viz']) {
    this.view = new EnergyView({ store, visualization, hoverBox, ux });
    const frame = el('div', 'scrolled', this.view.root);
    // A part that scrolls must be reached by the keyboard too.
    attributes(frame, { tabindex: '0', role: 'group', 'aria-label': l10n.t('Energy') });
    this.root = card('energy', l10n.t('Energy'), frame);
  }

  write(now: PageNow): void {
    this.view.write(now);
  }

  draw(palette: Palette): void {
    this.view.draw(palette);
  }

  visibilityChanged(): void {
    this.view.visibilityChanged();
  }

  dispose(): void {
    this.view.dispose();
  }
}
