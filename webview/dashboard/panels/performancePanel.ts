import * as l10n from '@vscode/l10n';
import type { PanelConfigs } from '../../../src/protocol/layout/layout';
import type { ToView } from '../../../src/protocol/viewLink';
import { PerformanceView } from '../../performance/performanceView';
import { ViewPicture } from '../../performance/viewPicture';
import type { PageNow } from '../../shared/livePage';
import type { Palette } from '../../shared/palette';
import { card } from '../card';
import type { PanelContent, PanelContext } from './panelContent';

/** Chosen metrics over time in one chart, as the performance page shows them. */
export class PerformancePanel implements PanelContent {
  readonly root: HTMLElement;
  private readonly view: PerformanceView;
  private readonly picture: ViewPicture;

  /** @param changed Called with what the user chose in the chart. */
  constructor(
    { store, questions, post, hoverBox, turns, redraw }: PanelContext,
    config: PanelConfigs['performance_chart'],
    changed: (config: PanelConfigs['performance_chart']) => void,
  ) {
    this.view = new PerformanceView({ store, questions, post, hoverBox, config, isCompact: true, changed, redraw });
    this.picture = new ViewPicture(this.view, turns);
    this.root = card('performance', l10n.t('Performance'), this.view.root);
  }

  heard(message: ToView): void {
    this.view.heard(message);
  }

  write(now: PageNow): void {
    this.view.write(now);
  }

  draw(palette: Palette): void {
    this.picture.draw(palette);
  }

  visibilityChanged(): void {
    this.view.visibilityChanged();
  }

  dispose(): void {
    this.picture.dispose();
    this.view.dispose();
  }
}
